import { expect, test } from 'vitest';
import { randomDigits } from './digits.ts';

/** Hands these numbers out, four bytes each. */
function numbers(...values: readonly number[]) {
  const left = [...values];
  return {
    bytes(length: number): Uint8Array {
      const bytes = Buffer.alloc(length);
      bytes.writeUInt32BE(left.shift() ?? 0);
      return bytes;
    },
  };
}

test('keeps leading zeros', () => {
  expect(randomDigits(numbers(42), 6)).toBe('000042');
  expect(randomDigits(numbers(2_000_007), 8)).toBe('02000007');
});

test('draws again where the last codes would be rarer than the first', () => {
  expect(randomDigits(numbers(4_293_999_999), 6)).toBe('999999');
  expect(randomDigits(numbers(4_294_000_000, 2 ** 32 - 1, 7), 6)).toBe('000007');
  expect(randomDigits(numbers(4_200_000_000, 7), 8)).toBe('00000007');
});
