import { expect, it } from 'vitest';
import { pooledRandom } from './random-pool.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

it('gives as many bytes as are asked for, more than it holds included', () => {
  const random = pooledRandom();
  for (const length of [0, 1, 32, 4_096, 4_097, 100_000]) expect(random.bytes(length)).toHaveLength(length);
});

it('gives no bytes twice, whenever it draws anew', () => {
  const random = pooledRandom();
  const drawn = Array.from({ length: 2_000 }, (_, index) => hex(random.bytes(16 + (index % 7))));
  expect(new Set(drawn.map((text) => text.slice(0, 32))).size).toBe(drawn.length);
});

it('gives random bytes only: none are left over from before the first draw, or wiped too early', () => {
  const random = pooledRandom();
  const drawn = Array.from({ length: 1_000 }, () => hex(random.bytes(33)));
  expect(drawn.filter((text) => text.includes('00'.repeat(8)))).toEqual([]);
});

it('hands out bytes that nobody else can change', () => {
  const random = pooledRandom();
  const first = random.bytes(32);
  const copy = hex(first);
  random.bytes(32).fill(1);
  expect(hex(first)).toBe(copy);
  expect(first.buffer.byteLength).toBe(32);
});

it('refuses a length that is none, and gives as good bytes as before then', () => {
  const random = pooledRandom();
  random.bytes(4_000);
  for (const length of [-1, -4_000, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => random.bytes(length)).toThrow();
  const bytes = [random.bytes(32), random.bytes(96), random.bytes(32)].map(hex);
  expect(bytes.map((text) => text.length)).toEqual([64, 192, 64]);
  expect(bytes.filter((text) => text.includes('00'.repeat(8)))).toEqual([]);
});
