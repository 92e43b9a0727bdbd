const maxSeconds = 86_400;

/** The three date forms of RFC 9110 §5.6.7 begin with a day's name and hold a time of day. */
const httpDate = /^[A-Z][a-z]{2,8},? .*\d\d:\d\d:\d\d/;

/**
 * Reads a `Retry-After` header (RFC 9110 §10.2.3).
 *
 * @param value seconds, or an HTTP date
 * @param now milliseconds since the epoch, for dates
 * @returns whole seconds between 0 and 86 400; `undefined` when there is nothing sensible to read
 */
export function retryAfterSeconds(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text), maxSeconds);
  if (!httpDate.test(text)) return undefined;
  const seconds = Math.ceil((Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - now) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), maxSeconds);
}
