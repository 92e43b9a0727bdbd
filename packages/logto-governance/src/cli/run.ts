import { ConnectorError } from '@jackfield/connector-kit';
import { type Arguments, help, parseArguments } from './arguments.ts';
import type { Command, CommandContext } from './commands/command.ts';
import { diagnose } from './commands/diagnose.ts';
import { diff } from './commands/diff.ts';
import { exportSnapshot } from './commands/export.ts';
import { access, entitlements, grants, principals, resources, snapshots, stats } from './commands/read.ts';
import { sync } from './commands/sync.ts';
import { safeText } from './output/safe-text.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

const commands = new Map<string, Command>(
  Object.entries({
    access,
    diagnose,
    diff,
    entitlements,
    export: exportSnapshot,
    grants,
    principals,
    resources,
    snapshots,
    stats,
    sync,
  }),
);

/** Runs what the command line asks for. @returns the exit code */
export async function run(
  args: readonly string[],
  surroundings: Omit<CommandContext, keyof Arguments>,
): Promise<number> {
  const { print, warn } = surroundings;
  try {
    const parsed = parseArguments(args);
    if (parsed.options.version) return done(print, packageVersion());
    if (parsed.options.help) return done(print, help.trimEnd());
    const command = commands.get(parsed.command ?? '');
    if (command === undefined) throw new UsageError('Name a command: see --help.');
    return await command({ ...surroundings, ...parsed });
  } catch (error) {
    return explain(error, warn);
  }
}

function done(print: (line: string) => void, text: string): number {
  print(text);
  return 0;
}

/** Codes that another try does not mend. */
const wrongUse = new Set<string>(['invalid_config', 'invalid_request_parameters', 'egress_refused']);

function explain(error: unknown, warn: (line: string) => void): number {
  if (error instanceof UsageError) {
    warn(error.message);
    return 2;
  }
  if (!ConnectorError.isInstance(error)) {
    const isFile = error instanceof Error && 'syscall' in error;
    warn(
      isFile ? 'A file or folder cannot be written. Check its path and the rights on it.' : 'This was not expected.',
    );
    return 1;
  }
  const { message, hint = '', details, retryAfter, code } = error;
  for (const line of `${message} ${hint}`.trim().split('\n')) warn(safeText(line));
  if (details)
    warn(safeText(`Logto says: ${[details.providerCode, details.providerDescription].filter(Boolean).join(': ')}`));
  if (retryAfter !== undefined) warn(`Try again in ${retryAfter} s.`);
  return wrongUse.has(code) ? 2 : 1;
}
