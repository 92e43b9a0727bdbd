import { words } from '../api/answer.ts';
import type { LogtoVariant } from './variant.ts';

/** RFC 9110 §5.6.7, that many seconds from now. */
const httpDate = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString();

const refusing = (description: string, retryAfter?: () => string): LogtoVariant => ({
  description: `HTTP 429 to every third call, the first time. ${description}`,
  answer: (answer, { endpoint, attempt, count }) =>
    endpoint !== 'token' && attempt === 1 && count % 3 === 1
      ? words(429, retryAfter ? { 'retry-after': retryAfter() } : {})
      : answer,
});

/** Refusals for being too fast that end when the call is tried again (RFC 9110 §10.2.3). */
export const rateLimitVariants = {
  'rate-limit/seconds': refusing('Retry-After is 1.', () => '1'),
  'rate-limit/zero': refusing('Retry-After is 0.', () => '0'),
  'rate-limit/date': refusing('Retry-After is a date, a second from now.', () => httpDate(1)),
  'rate-limit/date-past': refusing('Retry-After is a date of an hour ago.', () => httpDate(-3600)),
  'rate-limit/date-far': refusing('Retry-After is a date in ten years.', () => httpDate(10 * 365 * 86_400)),
  'rate-limit/date-broken': refusing('Retry-After is no date of this world.', () => 'Fri, 31 Feb 2026 25:61:61 GMT'),
  'rate-limit/huge': refusing('Retry-After is 10^12.', () => '1000000000000'),
  'rate-limit/negative': refusing('Retry-After is -5.', () => '-5'),
  'rate-limit/fraction': refusing('Retry-After is 0.5.', () => '0.5'),
  'rate-limit/nonsense': refusing('Retry-After is "soon".', () => 'soon'),
  'rate-limit/empty': refusing('Retry-After is empty.', () => ''),
  'rate-limit/missing': refusing('There is no Retry-After.'),
  'rate-limit/storm': {
    description: 'HTTP 429 without Retry-After to every call, the first three times.',
    answer: (answer, { endpoint, attempt }) => (endpoint !== 'token' && attempt <= 3 ? words(429) : answer),
  },
} as const satisfies Record<string, LogtoVariant>;
