import type { Random } from './random.ts';

/** `short` and `mixed-case` are Logto's ids of today and of before, `uuid-v7` what it makes when told to. */
export type LogtoIdFormat = 'short' | 'mixed-case' | 'uuid-v7';

const lowerCase = '0123456789abcdefghijklmnopqrstuvwxyz';
const mixedCase = `${lowerCase}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/**
 * A new id.
 *
 * @param length characters, of the formats that have no length of their own
 * @param instant milliseconds since the epoch; UUIDs of one instant begin alike (RFC 9562 §5.7)
 */
export function newId(random: Random, format: LogtoIdFormat, length: number, instant: number): string {
  if (format === 'uuid-v7') return uuid(random, instant);
  return random.text(length, format === 'short' ? lowerCase : mixedCase);
}

function uuid(random: Random, instant: number): string {
  const time = instant.toString(16).padStart(12, '0');
  const hex = (length: number): string => random.text(length, '0123456789abcdef');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${random.text(1, '89ab')}${hex(3)}-${hex(12)}`;
}
