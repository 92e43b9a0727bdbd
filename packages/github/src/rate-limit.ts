import { ConnectorError, type EgressResponse } from '@jackfield/connector-kit';
import { parseJson, retryAfterSeconds } from '@jackfield/egress';
import { errorGuard } from './responses.ts';

/** Seconds to wait when GitHub names none. */
const leastWait = 60;

/**
 * The error for an answer that refuses one request too many: 429, or 403 with a header or a message that says so.
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#rate-limit-errors
 *
 * @param now milliseconds since the epoch
 * @returns `undefined` for any other answer
 */
export function rateLimitError(answer: EgressResponse, url: string, now: number): ConnectorError | undefined {
  const { status, headers } = answer;
  const isExhausted = headers['x-ratelimit-remaining'] === '0';
  const isLimited =
    status === 429 || (status === 403 && (isExhausted || headers['retry-after'] !== undefined || saysSo(answer)));
  if (!isLimited) return undefined;
  const reset = isExhausted ? secondsUntil(headers['x-ratelimit-reset'], now) : undefined;
  return new ConnectorError('rate_limit_exceeded', {
    hint: `GitHub has answered ${status}: too many requests.`,
    retryAfter: retryAfterSeconds(headers['retry-after'], now) ?? reset ?? leastWait,
    cause: { status, origin: new URL(url).origin },
  });
}

/** Secondary limits come with a message alone. */
function saysSo({ body }: EgressResponse): boolean {
  try {
    const parsed = errorGuard.safeParse(parseJson(body));
    return parsed.success && /rate limit|abuse detection/i.test(parsed.data.message);
  } catch {
    return false;
  }
}

/** @param reset seconds since the epoch; bounded as `Retry-After` is */
function secondsUntil(reset: string | undefined, now: number): number | undefined {
  if (reset === undefined || !/^\d{1,15}$/.test(reset)) return undefined;
  return retryAfterSeconds(String(Math.max(1, Math.ceil(Number(reset) - now / 1000))), now);
}
