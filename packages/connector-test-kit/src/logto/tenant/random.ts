/** Repeatable randomness. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** At least 0, less than `limit`. */
  integer(limit: number): number;
  /** @throws RangeError when there is nothing to pick */
  pick<Item>(items: readonly Item[]): Item;
  /** A text of `length` characters of `alphabet`. */
  text(length: number, alphabet: string): string;
}

/** The same numbers for the same seed: a Weyl sequence, mixed. */
export function createRandom(seed: number): Random {
  let state = mix(seed);
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
  const integer = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    integer,
    pick(items) {
      const item = items[integer(items.length)];
      if (item === undefined) throw new RangeError('There is nothing to pick.');
      return item;
    },
    text: (length, alphabet) => Array.from({ length }, () => alphabet.charAt(integer(alphabet.length))).join(''),
  };
}

/** Spreads a number over 32 bits. */
function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A number for a text. */
export function hash(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index += 1) value = mix(Math.imul(value, 31) + text.charCodeAt(index));
  return value;
}

/**
 * Where each of `size` places goes when they are shuffled: always another place for another one, without a table.
 *
 * @param key which of the shuffles
 */
export function shuffle(size: number, key: number): (index: number) => number {
  if (size < 2) return () => 0;
  let step = 1 + (mix(key) % size);
  while (greatestCommonDivisor(step, size) !== 1) step += 1;
  const start = mix(key + 1) % size;
  return (index) => (index * step + start) % size;
}

function greatestCommonDivisor(left: number, right: number): number {
  let [larger, smaller] = [left, right];
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
