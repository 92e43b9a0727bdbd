import { createHmac } from 'node:crypto';
import type { LogtoEvent } from './tenant/events.ts';

export interface LogtoWebhook {
  /** Where events are posted to. */
  url: string;
  /** What they are signed with. */
  signingKey: string;
}

/** Posts events, one after the other, each once. */
export interface WebhookSender {
  readonly send: (event: LogtoEvent) => void;
  /** Until everything so far was delivered, or was not. */
  readonly settled: () => Promise<void>;
}

/** The value of `logto-signature-sha-256` for a body: its HMAC-SHA256, in hexadecimal digits. */
export const webhookSignature = (signingKey: string, body: string): string =>
  createHmac('sha256', signingKey).update(body).digest('hex');

export function createWebhookSender(webhook: LogtoWebhook | undefined): WebhookSender {
  let queue: Promise<void> = Promise.resolve();
  return {
    send(event) {
      if (!webhook) return;
      const body = JSON.stringify({ hookId: 'hook-1', createdAt: new Date().toISOString(), ...event });
      queue = queue.then(() => deliver(webhook, body));
    },
    settled: () => queue,
  };
}

async function deliver({ url, signingKey }: LogtoWebhook, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'logto-signature-sha-256': webhookSignature(signingKey, body) };
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
  } catch {
    // A receiver that is down misses events: nothing here or at Logto keeps them.
  }
}
