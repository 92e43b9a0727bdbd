import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from './scratch.ts';

const run = promisify(execFile);

/** Milliseconds; generous, for busy machines. */
const timeout = 120_000;

/**
 * Runs a script of an installed package, in plain Node.
 *
 * @param script such as `typescript/bin/tsc`
 * @throws with everything that it printed, when it fails
 */
export async function runNode(script: string, args: readonly string[], cwd: string): Promise<string> {
  return runCommand(process.execPath, [join(workspaceRoot, 'node_modules', script), ...args], cwd);
}

/** Runs a script of the package in `cwd` with npm, as its author would. */
export async function runScript(name: string, cwd: string): Promise<string> {
  return runCommand('npm', ['run', '--silent', name], cwd);
}

async function runCommand(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { NODE_OPTIONS: _, VITEST: __, ...environment } = process.env;
  const PATH = `${join(workspaceRoot, 'node_modules/.bin')}:${environment.PATH}`;
  try {
    return (await run(command, [...args], { cwd, timeout, env: { ...environment, PATH, NO_COLOR: '1' } })).stdout;
  } catch (error) {
    const printed = error instanceof Error && 'stdout' in error ? `${String(error.stdout)}\n${error.message}` : '';
    throw new Error(`${command} ${args.join(' ')} failed in ${cwd}:\n${printed}`, { cause: error });
  }
}
