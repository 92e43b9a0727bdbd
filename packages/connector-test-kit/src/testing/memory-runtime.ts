import { randomBytes } from 'node:crypto';
import { ConnectorError, type EgressRequest, type EgressResponse, type Runtime } from '@jackfield/connector-kit';

/** What stands at the other end. */
export type Answer = (request: EgressRequest) => { status: number; body: unknown };

/** A runtime whose network is one function. `stop()` makes it unreachable. */
export function createMemoryRuntime(answer: Answer): Runtime & { stop(): void } {
  let stopped = false;
  const request = async (sent: EgressRequest): Promise<EgressResponse> => {
    if (stopped) throw new ConnectorError('provider_unavailable', { hint: 'Nothing answers at this address.' });
    const { status, body } = answer(sent);
    return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
  };
  return {
    egress: {
      request,
      json: async (sent, guard) => {
        const { status, headers, body } = await request(sent);
        const result = guard.safeParse(JSON.parse(Buffer.from(body).toString()));
        if (!result.success) throw new ConnectorError('invalid_response', { hint: 'The answer has another shape.' });
        return { status, headers, data: result.data };
      },
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      fingerprint: 'memory',
      viaProxy: false,
    },
    clock: { now: () => Date.now() },
    random: { bytes: (length) => randomBytes(length) },
    caches: { lease: (_kind, _trust, create) => ({ value: create(), release: () => undefined }) },
    close: async () => undefined,
    stop: () => {
      stopped = true;
    },
  };
}
