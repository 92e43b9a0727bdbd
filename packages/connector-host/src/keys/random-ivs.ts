import { randomFillSync } from 'node:crypto';

/** Drawn from the system at a time: a draw costs it a good part of what an encryption does. */
const drawn = 128;

/**
 * Gives random initialization vectors, no piece of randomness twice.
 *
 * @param length bytes of each
 * @returns gives one, which is to be used before the next is asked for
 */
export function createRandomIvs(length: number): () => Uint8Array {
  const pool = new Uint8Array(length * drawn);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += length;
    return pool.subarray(used - length, used);
  };
}
