import { median } from '../measure/statistics.ts';

/** Samples at the beginning that are left out: caches fill, and code is optimised. */
const settling = 2;

/** What memory did over a run. */
export interface Flatness {
  /** MiB at first, once everything has settled. */
  readonly first: number;
  /** MiB at last. */
  readonly last: number;
  /** Whether it stayed the same, but for 5 % or 2 MiB. */
  readonly flat: boolean;
}

/**
 * Compares the first samples with the last ones.
 *
 * @param samples MiB of live heap, at even distances; at least eight
 */
export function flatness(samples: readonly number[]): Flatness {
  const settled = samples.slice(settling);
  const first = median(settled.slice(0, 3));
  const last = median(settled.slice(-3));
  return { first, last, flat: last <= first + Math.max(0.05 * first, 2) };
}
