import type { Random } from '@jackfield/connector-kit';

/** Random decimal digits, every code as likely as any other: values past the last whole multiple are drawn again. */
export function randomDigits(random: Random, length: number): string {
  const codes = 10 ** length;
  const bound = 2 ** 32 - (2 ** 32 % codes);
  for (;;) {
    const value = Buffer.from(random.bytes(4)).readUInt32BE();
    if (value < bound) return String(value % codes).padStart(length, '0');
  }
}
