import { parseArgs } from 'node:util';
import { startDemo } from './demo.ts';
import { smoke } from './smoke.ts';

const usage = `Usage: npx pnpm@12 example [--port <number>] [--smoke]

  --port <number>  listen there; default: the environment variable PORT, else any free port
  --smoke          sign in, send and confirm a code without a browser, then end`;

/** Milliseconds in which a smoke run ends, whatever happens. */
const longestSmoke = 60_000;

class UsageError extends Error {}

interface Options {
  port: number;
  isSmoke: boolean;
}

async function main(): Promise<void> {
  const { port, isSmoke } = readOptions();
  if (isSmoke) await runSmoke(port);
  else await serve(port);
}

function readOptions(): Options {
  const { values } = parseArgs({ options: { port: { type: 'string' }, smoke: { type: 'boolean', default: false } } });
  const text = values.port ?? (process.env.PORT || '0');
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError('The port must be a number from 0 (any free one) to 65535.');
  return { port, isSmoke: values.smoke };
}

async function serve(port: number): Promise<void> {
  const demo = await startDemo({ port });
  console.log(`Open ${demo.origin}/ (end with Ctrl-C)`);
  const end = (): void => void demo.close();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

async function runSmoke(port: number): Promise<void> {
  const brake = setTimeout(() => {
    console.error(`The smoke run did not end within ${longestSmoke / 1000} s.`);
    process.exit(1);
  }, longestSmoke);
  try {
    const demo = await startDemo({ port });
    await smoke(demo.origin, console.log).finally(() => demo.close());
  } finally {
    clearTimeout(brake);
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS')) return `${error.message}\n\n${usage}`;
  if (code === 'EADDRINUSE') return 'The port is taken by another program. Choose another: --port <number>';
  if (code === 'EACCES') return 'This user may not listen on that port. Choose one from 1024 up: --port <number>';
  return error.message;
}

await main().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
