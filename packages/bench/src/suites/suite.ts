import type { Measurement } from '../measure/rounds.ts';
import type { Row } from '../rows.ts';

/** Measurements that belong together, beside the bare transport. */
export interface Comparison {
  /** Such as `Sign-in with GitHub`. */
  readonly title: string;
  readonly measurements: readonly Measurement[];
}

export interface SuiteResult {
  readonly rows: readonly Row[];
  readonly comparisons: readonly Comparison[];
}

export interface SuiteOptions {
  /** Whether other libraries are measured, too. */
  readonly peers: boolean;
  /** Tells what is being done. */
  readonly onProgress: (text: string) => void;
}
