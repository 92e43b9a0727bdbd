#!/usr/bin/env node
import { run } from './run.ts';

async function main(): Promise<void> {
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.once('SIGTERM', () => interruption.abort());
  const { stdin: input, stdout: output } = process;
  process.exitCode = await run({
    args: process.argv.slice(2),
    terminal: input.isTTY && output.isTTY ? { input, output } : undefined,
    print: (text) => console.log(text),
    printError: (text) => console.error(text),
    signal: interruption.signal,
  });
}

void main();
