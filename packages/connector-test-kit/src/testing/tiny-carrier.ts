import { randomUUID } from 'node:crypto';
import type { DeliveredMessage, MessageAdapter } from '../suites/message/adapter.ts';
import { createMemoryRuntime } from './memory-runtime.ts';

const config = { token: 'tiny-token', endpoint: 'https://mail.test/send', from: 'app@app.test' };

/** A mail carrier in memory: takes `{ to, subject, text, html }`, and can be told to refuse. */
export function startTinyCarrier(): MessageAdapter & { refuse(status: number, reason?: string): void } {
  const delivered: DeliveredMessage[] = [];
  let refusal: { status: number; body: unknown } | undefined;
  const runtime = createMemoryRuntime(({ method, body }) => {
    if (method !== 'POST') return { status: 200, body: {} };
    if (refusal !== undefined) return refusal;
    delivered.push(JSON.parse(String(body)));
    return { status: 200, body: { id: randomUUID() } };
  });
  return {
    config,
    configWithTemplate: (template) => ({ ...config, templates: [{ type: 'Generic', ...template }] }),
    runtime,
    to: 'ada@app.test',
    delivered: () => [...delivered],
    refuse: (status, reason = 'refused') => {
      refusal = { status, body: { reason } };
    },
    stopProvider: async () => runtime.stop(),
    close: async () => runtime.stop(),
  };
}
