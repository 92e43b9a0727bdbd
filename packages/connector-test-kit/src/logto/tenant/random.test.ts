import { describe, expect, it } from 'vitest';
import { createRandom, shuffle } from './random.ts';

describe('createRandom', () => {
  it('gives the same numbers for the same seed, spread over the whole range', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 1_000 }, () => random.integer(10));
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    const counts = Array.from({ length: 10 }, (_, digit) => draw(1).filter((drawn) => drawn === digit).length);
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThan(140);
  });

  it('has nothing to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow(RangeError);
  });
});

describe('shuffle', () => {
  it.each([1, 2, 3, 100, 997, 10_000])('puts each of %i places somewhere else than any other, by key', (size) => {
    const places = (key: number) => Array.from({ length: size }, (_, index) => shuffle(size, key)(index));
    expect(new Set(places(5)).size).toBe(size);
    if (size > 3) expect(places(6)).not.toEqual(places(5));
  });
});
