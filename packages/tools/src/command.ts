import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, workspaceRoot } from './workspace.ts';

export interface CommandOptions {
  /** Default: the root of the workspace. */
  cwd?: string;
  /** Default: the environment of this process. */
  env?: NodeJS.ProcessEnv;
  /** Written to the standard input. */
  input?: string;
  /** Milliseconds after which the command and its children are killed. */
  timeout?: number;
  /** `inherit` shows the output as it comes and captures nothing. */
  output?: 'capture' | 'inherit';
}

export interface CommandResult {
  /** The exit code; 1 when a signal ended the command. */
  status: number;
  stdout: string;
  /** Standard output and standard error, as they came. */
  output: string;
  timedOut: boolean;
}

/**
 * Runs a program and waits for its end.
 *
 * @throws when the program cannot be started
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { cwd = workspaceRoot, env = process.env, input, timeout, output: stream = 'capture' } = options;
  return new Promise((resolve, reject) => {
    const stdio = stream === 'inherit' ? 'inherit' : 'pipe';
    // Its own process group, so that a time limit ends the children too.
    const detached = timeout !== undefined;
    const child = spawn(command, args, { cwd, env, stdio, detached });
    const captured = { stdout: '', output: '' };
    let timedOut = false;
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
          }, timeout);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      captured.stdout += text;
      captured.output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      captured.output += text;
    });
    child.stdin?.end(input);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`Cannot start ${command}.`, { cause: error }));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ status: code ?? 1, ...captured, timedOut });
    });
  });
}

/**
 * Runs a program and demands success.
 *
 * @throws with the program's output when its exit code is not 0
 */
export async function runChecked(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const result = await runCommand(command, args, options);
  if (result.status === 0) return result;
  throw new Error(
    `${[command, ...args].join(' ')} failed with exit code ${result.status}.\n${result.output}`.trimEnd(),
  );
}

/** The environment without the variables that vitest sets for its workers: a vitest started in one needs this. */
export function outsideOfVitest(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('VITEST')));
}

/** The script behind a command that a dependency of the workspace's root or of this package brings, for `node`. */
export function binaryPath(packageName: string, command: string = packageName): string {
  const folders = ['.', 'packages/tools'].map((place) => join(workspaceRoot, place, 'node_modules', packageName));
  const folder = folders.find((candidate) => existsSync(candidate));
  if (folder === undefined) throw new Error(`${packageName} is not installed.`);
  const { bin } = readManifest(folder);
  const path = typeof bin === 'string' ? bin : bin?.[command];
  if (path === undefined) throw new Error(`${packageName} has no command ${command}.`);
  return join(folder, path);
}
