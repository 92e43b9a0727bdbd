import { seeded } from '../seeded.ts';

/** Chooses by chance; the same for the same seed. */
export interface Chance {
  /** From 0 up to 1. */
  number(): number;
  /** A whole number from 0, below `bound`. */
  below(bound: number): number;
  /** Whether something of this probability happens. */
  happens(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

export function createChance(seed: number): Chance {
  const number = seeded(seed);
  const below = (bound: number): number => Math.floor(number() * bound);
  return {
    number,
    below,
    happens: (probability) => number() < probability,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
  };
}
