import type { Random } from '@jackfield/connector-kit';
import { randomBytes, randomFillSync } from 'node:crypto';

const poolSize = 4_096;

/**
 * Secure randomness, drawn from the system a few kilobytes at a time, as `crypto.randomUUID()` does it: a draw for every
 * state, nonce and code verifier would cost ten times as much. Bytes that were handed out are wiped.
 */
export function pooledRandom(): Random {
  const pool = Buffer.alloc(poolSize);
  let next = poolSize;
  return {
    bytes(length) {
      if (!Number.isInteger(length) || length < 0 || length > poolSize) return randomBytes(length);
      if (next + length > poolSize) {
        randomFillSync(pool);
        next = 0;
      }
      const bytes = Uint8Array.from(pool.subarray(next, next + length));
      pool.fill(0, next, next + length);
      next += length;
      return bytes;
    },
  };
}
