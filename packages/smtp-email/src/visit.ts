import type { DiagnosticStep, ResolvedAddress, Runtime } from '@jackfield/connector-kit';
import type { Credentials } from './credentials.ts';
import type { SmtpSettings } from './settings.ts';
import type { SmtpDialogue, TlsFacts } from './smtp-dialogue.ts';

/** What one check found. */
export type Finding = Pick<DiagnosticStep, 'status' | 'detail' | 'fix'>;

/** One step of a diagnosis. It may throw: that is a failed step. */
export interface Check {
  id: string;
  title: string;
  run: (visit: Visit) => Promise<Finding> | Finding;
}

/** What a diagnosis knows so far. */
export interface Visit {
  readonly settings: SmtpSettings;
  readonly runtime: Runtime;
  addresses?: readonly ResolvedAddress[];
  dialogue?: SmtpDialogue;
  tls?: TlsFacts;
  /** What the server announced in its last answer to EHLO. */
  extensions: readonly string[];
  credentials?: Credentials;
}

export function pass(detail: string): Finding {
  return { status: 'pass', detail };
}

export function warn(detail: string, fix: string): Finding {
  return { status: 'warn', detail, fix };
}

export function skip(detail: string): Finding {
  return { status: 'skipped', detail };
}
