import { ConnectorError } from '@jackfield/connector-kit';
import { exitCodes } from './exit-codes.ts';
import { Interrupted } from './input/terminal.ts';
import { safeJson, safeText } from './output/safe-text.ts';
import { UsageError } from './usage-error.ts';

/** What went wrong, for people and for programs. Never a stack, and never a secret. */
interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  /** The provider's own words. */
  readonly provider?: string | undefined;
  readonly exitCode: number;
}

/** Statuses of refusals that the same call will meet again. */
const wrongUse = new Set([400, 404, 409, 422]);

/** Says what went wrong. @returns the exit code */
export async function explain(error: unknown, warn: (line: string) => void, asJson: boolean): Promise<number> {
  const { exitCode, ...explanation } = await explanationOf(error);
  if (asJson) warn(safeJson({ error: explanation }));
  else for (const line of linesOf(explanation)) warn(safeText(line));
  return exitCode;
}

function linesOf({ message, hint, retryAfter, provider }: Omit<Explanation, 'exitCode'>): readonly string[] {
  return [
    ...[message, hint ?? ''].join('\n').trim().split('\n'),
    ...(provider === undefined ? [] : [`The provider says: ${provider}`]),
    ...(retryAfter === undefined ? [] : [`Try again in ${retryAfter} s.`]),
  ];
}

async function explanationOf(error: unknown): Promise<Explanation> {
  if (error instanceof UsageError) {
    return { code: 'usage', message: error.message, retryable: false, exitCode: exitCodes.wrongUse };
  }
  if (error instanceof Interrupted) {
    return { code: 'interrupted', message: 'Nothing was done.', retryable: false, exitCode: 130 };
  }
  const { HostError } = await import('@jackfield/connector-host');
  if (ConnectorError.isInstance(error) || HostError.isInstance(error)) {
    const { code, message, hint, retryable, retryAfter, status } = error;
    const exitCode = wrongUse.has(status) && !retryable ? exitCodes.wrongUse : exitCodes.failed;
    return { code, message, hint, retryable, retryAfter, provider: providerOf(error), exitCode };
  }
  return { ...systemFailure(error), retryable: false, exitCode: exitCodes.failed };
}

function providerOf(error: unknown): string | undefined {
  if (!ConnectorError.isInstance(error) || error.details === undefined) return undefined;
  const { providerCode, providerDescription } = error.details;
  return [providerCode, providerDescription].filter((part) => part !== undefined).join(': ') || undefined;
}

function systemFailure(error: unknown): Pick<Explanation, 'code' | 'message' | 'hint'> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') {
    return { code: 'port_taken', message: 'The port is taken by another program.', hint: 'Choose another: --port' };
  }
  if (code === 'EADDRNOTAVAIL') {
    return { code: 'address_unknown', message: 'This machine does not have the address of --host.' };
  }
  if (error instanceof Error && 'syscall' in error) {
    return {
      code: 'file_failed',
      message: 'A file, folder or port cannot be used.',
      hint: `The system says ${/^[A-Z_\d]{1,30}$/.test(code) ? code : 'no'}. Check paths, and the rights on them.`,
    };
  }
  return {
    code: 'unexpected',
    message: 'This was not expected.',
    hint: 'Please report what you did: https://github.com/jackfield/jackfield/issues',
  };
}
