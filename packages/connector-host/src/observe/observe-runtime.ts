import { SpanKind } from '@opentelemetry/api';
import { ConnectorError, type Egress, type EgressRequest, type Runtime } from '@jackfield/connector-kit';
import { clientAttributes, httpMethod, statusAttributes } from './http-attributes.ts';
import { observeAgents, withoutAgents } from './observe-agents.ts';
import type { Telemetry } from './telemetry.ts';

/** Whose owner may be another: then `stopObserving` instead of `close` ends what was begun here. */
export interface ObservedRuntime extends Runtime {
  stopObserving(): void;
}

/**
 * The same runtime, whose provider calls are spans and metrics (`http.client.request.duration`, `dns.lookup.duration`):
 * those through `request` and `json`, those of HTTP clients over its agents, and look-ups of mail hosts.
 */
export function observeRuntime(runtime: Runtime, telemetry: Telemetry): ObservedRuntime {
  const requests = telemetry.durations('http.client.request.duration', 'Duration of HTTP client requests.');
  const lookups = telemetry.durations('dns.lookup.duration', 'Duration of DNS look-ups.');
  const { egress, clock, random, caches } = runtime;
  const { agent, loopbackAgent } = egress;
  const stopObserving = observeAgents([agent, loopbackAgent], telemetry, requests);

  const observed = <Answer extends { status: number }>(
    { method = 'GET', url }: EgressRequest,
    send: () => Promise<Answer>,
  ): Promise<Answer> => {
    const attributes = clientAttributes(method, typeof url === 'string' ? URL.parse(url) : url);
    const operation = { span: httpMethod(method), kind: SpanKind.CLIENT, attributes, duration: requests };
    return telemetry.measure(
      operation,
      () => withoutAgents(send),
      (answer, error) => {
        if (answer !== undefined) return statusAttributes(answer.status);
        const status = ConnectorError.isInstance(error) ? error.cause?.status : undefined;
        return status === undefined ? {} : { 'http.response.status_code': status };
      },
    );
  };

  const observedEgress: Egress = {
    request: (request) => observed(request, () => egress.request(request)),
    json: (request, guard) => observed(request, () => egress.json(request, guard)),
    resolve(host, port) {
      const attributes = { 'dns.question.name': host };
      const operation = { span: 'dns.lookup', kind: SpanKind.CLIENT, attributes, duration: lookups };
      return telemetry.measure(
        operation,
        () => egress.resolve(host, port),
        () => ({}),
      );
    },
    fingerprint: egress.fingerprint,
    viaProxy: egress.viaProxy,
    ...(agent && { agent }),
    ...(loopbackAgent && { loopbackAgent }),
  };
  return {
    egress: observedEgress,
    clock,
    random,
    caches,
    async close() {
      await runtime.close();
      stopObserving();
    },
    stopObserving,
  };
}
