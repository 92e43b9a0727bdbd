import type { DiagnosticStep, Runtime } from '@jackfield/connector-kit';
import type { TwilioSettings } from './settings.ts';
import type { TwilioClient } from './twilio-client.ts';

/** What one check found. */
export type Finding = Pick<DiagnosticStep, 'status' | 'detail' | 'fix'>;

/** One step of a diagnosis. It may throw: that is a failed step. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** Whether what comes after makes no sense when this one fails. */
  readonly isEssential?: boolean;
  readonly run: (visit: Visit) => Promise<Finding> | Finding;
}

/** What the checks look at. */
export interface Visit {
  readonly settings: TwilioSettings;
  readonly runtime: Runtime;
  /** Loads the SDK. */
  readonly client: () => TwilioClient;
}

export const pass = (detail: string): Finding => ({ status: 'pass', detail });
export const warn = (detail: string, fix: string): Finding => ({ status: 'warn', detail, fix });
export const fail = (detail: string, fix: string): Finding => ({ status: 'fail', detail, fix });
export const skip = (detail: string): Finding => ({ status: 'skipped', detail });
