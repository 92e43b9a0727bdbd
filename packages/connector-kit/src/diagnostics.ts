/** One finding of a connector's self-examination. */
export interface DiagnosticStep {
  /** Stable, in kebab-case: `discovery`, `client-authentication`. */
  readonly id: string;
  readonly title: string;
  readonly status: 'pass' | 'warn' | 'fail' | 'skipped';
  /** What was found, in plain words; never a secret, nor addresses or banners of a refused host. */
  readonly detail: string;
  /** What to change, where. */
  readonly fix?: string;
}
