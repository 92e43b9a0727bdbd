import * as z from 'zod';
import type { CodeRequest } from '../../codes/send-code.ts';
import type { CodeSettings } from '../../codes/settings.ts';

/** A code that was sent before the load begins, and that every process knows. */
export interface KnownCode extends Pick<CodeRequest, 'to' | 'purpose' | 'session'> {
  readonly code: string;
}

/** What one process shall do. */
export interface LoadTask {
  readonly databaseUrl: string;
  readonly key: string;
  /** Configuration of an e-mail connector. */
  readonly mail: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly operations: number;
  /** Each is tried with wrong codes by every process. */
  readonly guessed: readonly KnownCode[];
  /** Each is tried with the right code by every process. */
  readonly claimed: readonly KnownCode[];
}

/** What one process did, or several together. */
export const tallyGuard = z.object({
  /** How often what happened. */
  counts: z.record(z.string(), z.number()),
  /** Ids of the connectors that it made, and of those that it removed or replaced. */
  created: z.array(z.string()),
  gone: z.array(z.string()),
  /** What must not happen. */
  unexpected: z.array(z.string()),
});
export type LoadTally = z.infer<typeof tallyGuard>;

export const loadLimits = { counter: 50, messages: 40 } as const;

/** Limits that some operations of the load pass, and others do not. */
export const loadSettings: Partial<CodeSettings> = {
  resendPause: 1,
  messagesPerRecipientAndHour: loadLimits.messages,
  messagesPerRecipientAndDay: 1e6,
  requestsPerNetworkAndHour: 1e6,
  triesPerAddressAndHour: 1e6,
};

export const loadCounters = Array.from({ length: 40 }, (_, index) => `load:${index}`);
export const loadRecipients = Array.from({ length: 10 }, (_, index) => `load-${index}@example.org`);
export const loadTargets = Array.from({ length: 12 }, (_, index) => `target-${index}`);

export function emptyTally(): LoadTally {
  return { counts: {}, created: [], gone: [], unexpected: [] };
}

export function addTo(counts: Record<string, number>, what: string, amount = 1): void {
  counts[what] = (counts[what] ?? 0) + amount;
}
