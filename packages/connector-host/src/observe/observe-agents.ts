import { AsyncLocalStorage } from 'node:async_hooks';
import diagnosticsChannel from 'node:diagnostics_channel';
import { type Agent, ClientRequest, IncomingMessage } from 'node:http';
import { type Attributes, type Histogram, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { errorType } from './error-type.ts';
import { clientAttributes, httpMethod, statusAttributes } from './http-attributes.ts';
import type { Telemetry } from './telemetry.ts';

/** Whether the current request is observed elsewhere. */
const isObserved = new AsyncLocalStorage<true>();

/** Does `work` without observing what it sends over the agents. */
export function withoutAgents<Result>(work: () => Promise<Result>): Promise<Result> {
  return isObserved.run(true, work);
}

interface Running {
  readonly span: Span;
  readonly start: number;
  readonly attributes: Attributes;
}

/**
 * Observes what other HTTP clients send over these agents, through Node's diagnostics channels.
 *
 * @returns stops it
 */
export function observeAgents(
  agents: readonly (Agent | undefined)[],
  telemetry: Telemetry,
  duration: Histogram,
): () => void {
  const own = new Set<unknown>(agents.filter((agent) => agent !== undefined));
  const running = new WeakMap<ClientRequest, Running>();
  const end = (request: ClientRequest, more: Attributes): void => {
    const found = running.get(request);
    if (!found) return;
    running.delete(request);
    const { span, start, attributes } = found;
    span.setAttributes(more);
    if (more['error.type'] !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    duration.record((performance.now() - start) / 1000, { ...attributes, ...more });
    span.end();
  };
  const listeners = {
    'http.client.request.created': ({ request }: Message) => {
      if (!request || !own.has(Reflect.get(request, 'agent')) || isObserved.getStore()) return;
      const host = request.getHeader('host');
      const url = typeof host === 'string' ? URL.parse(`${request.protocol}//${host}`) : null;
      const attributes = clientAttributes(request.method, url);
      const span = telemetry.startSpan(httpMethod(request.method), SpanKind.CLIENT, attributes);
      running.set(request, { span, start: performance.now(), attributes });
    },
    'http.client.response.finish': ({ request, response }: Message) => {
      if (request) end(request, statusAttributes(response?.statusCode));
    },
    'http.client.request.error': ({ request, error }: Message) => {
      if (request) end(request, { 'error.type': errorType(error) });
    },
  };
  const subscriptions = Object.entries(listeners).map(([channel, listener]) => ({
    channel,
    listener: (message: unknown) => listener(readMessage(message)),
  }));
  for (const { channel, listener } of subscriptions) diagnosticsChannel.subscribe(channel, listener);
  return () => {
    for (const { channel, listener } of subscriptions) diagnosticsChannel.unsubscribe(channel, listener);
  };
}

interface Message {
  readonly request: ClientRequest | undefined;
  readonly response: IncomingMessage | undefined;
  readonly error: unknown;
}

function readMessage(message: unknown): Message {
  if (typeof message !== 'object' || message === null)
    return { request: undefined, response: undefined, error: undefined };
  const request = 'request' in message && message.request instanceof ClientRequest ? message.request : undefined;
  const response = 'response' in message && message.response instanceof IncomingMessage ? message.response : undefined;
  return { request, response, error: 'error' in message ? message.error : undefined };
}
