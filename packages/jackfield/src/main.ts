#!/usr/bin/env node
/** The command `jackfield`. */
import { createTerminal } from './input/terminal.ts';
import { createStyle } from './output/style.ts';
import { run } from './run.ts';

/** Exit codes of a process that a signal has ended: 128 and the signal's number. */
const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

const stop = new AbortController();
let stoppedBy: keyof typeof signalCodes | undefined;

// Databases, keys and exports are for whoever runs this alone.
process.umask(0o077);
hideSqliteWarning();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // Asked twice: at once. What was committed stays.
    if (stoppedBy !== undefined) process.exit(signalCodes[name]);
    stoppedBy = name;
    stop.abort();
  });
}
// The reader of a pipe, such as `head`, may have had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
void main();

async function main(): Promise<void> {
  const { stdin, stdout, stderr, env } = process;
  const code = await run(process.argv.slice(2), {
    environment: env,
    folder: process.cwd(),
    print: (line) => stdout.write(`${line}\n`),
    warn: (line) => stderr.write(`${line}\n`),
    input: stdin,
    terminal: stdin.isTTY && stderr.isTTY ? createTerminal(stdin, stderr) : undefined,
    progress: stderr,
    style: createStyle(stdout.isTTY, env),
    signal: stop.signal,
  });
  process.exitCode = stoppedBy === undefined || code === 0 ? code : signalCodes[stoppedBy];
}

/** Node 22 announces at each start that `node:sqlite` is experimental; every other warning is still shown. */
function hideSqliteWarning(): void {
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning' && warning.message.includes('SQLite')) return;
    for (const listener of listeners) listener(warning);
  });
}
