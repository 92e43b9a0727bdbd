import type { ConnectorError } from '@jackfield/connector-kit';

/** When a request is repeated. Times are in milliseconds. */
export interface RetryRules {
  /** Repetitions of one request. */
  readonly retries: number;
  /** Before the first repetition; doubled for each one more. */
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** When the provider asks for a longer wait, the sync ends, to be resumed later. */
  readonly longestRetryAfter: number;
}

/** The delays of a tenant in earnest. */
export const usualDelays = { firstDelay: 500, longestDelay: 30_000, longestRetryAfter: 300_000 } as const;

/** An answer that makes no sense may have been cut by something on the way; but not often. */
const retriesOfNonsense = 2;

/** Failures that no repetition mends: unknown names, certificates. */
const permanent = /^(?:ENOTFOUND$|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO$)/;

/**
 * Milliseconds to wait before the request is repeated; 0 when it is not.
 *
 * @param attempt 1 after the first failure
 * @param chance between 0 and 1, to spread repetitions
 */
export function retryDelay(error: ConnectorError, attempt: number, rules: RetryRules, chance: number): number {
  if (attempt > retriesOf(error, rules)) return 0;
  const backoff = Math.min(rules.longestDelay, rules.firstDelay * 2 ** (attempt - 1)) * (1 + chance / 4);
  const asked = (error.retryAfter ?? 0) * 1000;
  return asked > rules.longestRetryAfter ? 0 : Math.max(asked, backoff);
}

function retriesOf({ code, cause }: ConnectorError, { retries }: RetryRules): number {
  if (code === 'rate_limit_exceeded') return retries;
  if (code === 'provider_unavailable') return permanent.test(cause?.code ?? '') ? 0 : retries;
  const isNonsense = code === 'invalid_response' && (cause?.status ?? 200) < 300;
  return isNonsense ? Math.min(retries, retriesOfNonsense) : 0;
}
