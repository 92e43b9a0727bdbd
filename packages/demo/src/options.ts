import { parseArgs } from 'node:util';

export const usage = `Usage: npx pnpm@12 start [--port <number>] [--data <folder>] [--smoke]

  --port <number>  listen there; default: the environment variable PORT, else any free port
  --data <folder>  keep everything there; default: JACKFIELD_DATA, else a folder that is removed at the end
  --smoke          walk the whole way without a browser, then end

DATABASE_URL=postgres://… puts the database there.`;

export interface DemoOptions {
  readonly port: string;
  /** `undefined`: nothing is kept. */
  readonly data: string | undefined;
  readonly isSmoke: boolean;
}

/** @returns `undefined` when the arguments are wrong */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): DemoOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, data: { type: 'string' }, smoke: { type: 'boolean', default: false } },
    });
    const { DATABASE_URL, JACKFIELD_DATA, PORT } = environment;
    // A database that stays is worth nothing without the key that is kept beside it.
    const kept = DATABASE_URL ? '.jackfield' : undefined;
    return { port: values.port ?? (PORT || '0'), data: values.data ?? (JACKFIELD_DATA || kept), isSmoke: values.smoke };
  } catch {
    return undefined;
  }
}
