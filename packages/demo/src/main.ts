import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createStyle } from 'jackfield';
import { runDemo } from './demo.ts';
import { readOptions, usage } from './options.ts';

/** Milliseconds in which a smoke run ends, whatever happens. */
const longestSmoke = 90_000;

// What is kept is for whoever runs this alone.
process.umask(0o077);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
process.exitCode = await main();

async function main(): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  const options = readOptions(process.argv.slice(2), env);
  if (options === undefined) {
    console.error(usage);
    return 2;
  }
  const { port, data, isSmoke } = options;
  const brake = isSmoke ? setTimeout(giveUp, longestSmoke) : undefined;
  const temporary = data === undefined ? mkdtempSync(join(tmpdir(), 'jackfield-demo-')) : undefined;
  try {
    return await runDemo(
      { port, dataFolder: temporary ?? resolve(data ?? ''), isSmoke },
      {
        environment: env,
        folder: process.cwd(),
        print: (line) => stdout.write(`${line}\n`),
        warn: (line) => stderr.write(`${line}\n`),
        input: stdin,
        terminal: undefined,
        progress: stderr,
        style: createStyle(stdout.isTTY, env),
        signal: stop.signal,
        stop: () => stop.abort(),
      },
    );
  } finally {
    clearTimeout(brake);
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  }
}

function giveUp(): void {
  console.error(`The smoke run did not end within ${longestSmoke / 1000} s.`);
  process.exit(1);
}
