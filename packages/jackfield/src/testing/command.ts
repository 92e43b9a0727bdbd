import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createStyle } from '../output/style.ts';
import { run } from '../run.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** What a run of the command has come to. */
export interface Result {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface CommandOptions {
  /** Working folder. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The standard input. */
  readonly input?: string;
}

/** Starts the command as a process of its own, with nothing of this one's settings. */
export function startCommand(args: readonly string[], { folder, environment = {}, input = '' }: CommandOptions) {
  const child = spawn(process.execPath, ['--conditions=@jackfield/source', main, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => end(child));
  child.stdin.on('error', () => undefined).end(input);
  return child;
}

/** Runs the command to its end, as a process of its own. */
export async function runProcess(args: readonly string[], options: CommandOptions): Promise<Result> {
  const child = startCommand(args, options);
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: typeof code === 'number' ? code : null, output, errors };
}

/** Runs the command in this process, which is faster. Nobody can be asked, unless `answer` says what is typed. */
export async function runCommand(
  args: readonly string[],
  { folder, environment = {}, input = '', answer }: CommandOptions & { readonly answer?: string },
): Promise<Result> {
  const output: string[] = [];
  const errors: string[] = [];
  const ask = async (question: string): Promise<string> => {
    errors.push(question);
    return answer ?? '';
  };
  const code = await run(args, {
    environment,
    folder,
    print: (line) => output.push(`${line}\n`),
    warn: (line) => errors.push(`${line}\n`),
    input: Readable.from([input]),
    terminal: answer === undefined ? undefined : { ask, askSecret: ask },
    progress: { write: (line) => errors.push(line) },
    style: createStyle(false, {}),
    signal: new AbortController().signal,
  });
  return { code, output: output.join(''), errors: errors.join('') };
}

/** The objects that `--json` has printed. */
export function jsonLines(output: string): readonly unknown[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
