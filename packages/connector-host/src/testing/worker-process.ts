import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of this folder in a process of its own. */
export interface WorkerProcess {
  /** When it has printed `ready`. */
  readonly ready: Promise<void>;
  /** Lets it begin; resolves when it has printed its first line. */
  begin(): Promise<void>;
  /** Ends it as `kill -9` does. @returns the lines it printed after `ready` */
  kill(): Promise<readonly string[]>;
}

/** @param program file name in this folder */
export function startWorker(program: string, args: readonly string[]): WorkerProcess {
  const child = spawn(
    process.execPath,
    ['--conditions=@jackfield/source', `${import.meta.dirname}/${program}`, ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH },
    },
  );
  const errors = collectErrors(child);
  const exit = once(child, 'exit');
  const closed = once(child, 'close');
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const lineOrEnd = (): Promise<unknown> => Promise.race([once(output, 'line'), exit]);
  const ready = lineOrEnd().then(() => {
    if (lines[0] === 'ready') return;
    throw new Error(`It ended before it was ready: ${errors()}`);
  });
  ready.catch(() => {});
  return {
    ready,
    async begin() {
      const first = lineOrEnd();
      child.stdin.write('go\n');
      await first;
    },
    async kill() {
      if (child.exitCode !== null) throw new Error(`It ended by itself: ${errors()}`);
      child.kill('SIGKILL');
      await closed;
      return lines.slice(1);
    },
  };
}

function collectErrors(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-2000);
  });
  return () => text;
}
