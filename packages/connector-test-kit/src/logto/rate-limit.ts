import type { Answer } from '../oidc/scripted/variant.ts';
import { words } from './api/answer.ts';

export interface LogtoRateLimit {
  /** Calls of the Management API that are answered in one window. */
  requests: number;
  /** How long a window is, from its first call. */
  seconds: number;
}

/**
 * Counts calls in fixed windows.
 *
 * @returns the refusal of a call too many, with the whole seconds until the window ends in `Retry-After`
 */
export function createRateLimit({ requests, seconds }: LogtoRateLimit): () => Answer | undefined {
  let end = 0;
  let used = 0;
  return () => {
    const now = Date.now();
    if (now >= end) [end, used] = [now + seconds * 1000, 0];
    used += 1;
    return used > requests ? words(429, { 'retry-after': String(Math.ceil((end - now) / 1000)) }) : undefined;
  };
}
