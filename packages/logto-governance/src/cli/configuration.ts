import { ConnectorError, type Runtime } from '@jackfield/connector-kit';
import { createRuntime } from '@jackfield/egress';
import { readFileSync, statSync } from 'node:fs';
import type { Options } from './arguments.ts';
import { UsageError } from './usage-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const variables = {
  baseUrl: 'LOGTO_BASE_URL',
  clientId: 'LOGTO_CLIENT_ID',
  clientSecret: 'LOGTO_CLIENT_SECRET',
  tokenUrl: 'LOGTO_TOKEN_URL',
  resource: 'LOGTO_RESOURCE',
  owner: 'LOGTO_OWNER',
} as const;

/**
 * The configuration of the file, with what the environment says in its place. It is not checked yet.
 *
 * @param warn told when others can read the file
 * @throws UsageError when the file cannot be read
 */
export function readConfiguration(
  { config: path }: Options,
  environment: Environment,
  warn: (text: string) => void,
): unknown {
  const fromFile = path === undefined ? {} : readObject(path, warn);
  const fromEnvironment = Object.entries(variables).flatMap(([field, name]) => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [[field, value]];
  });
  return { ...fromFile, ...Object.fromEntries(fromEnvironment) };
}

/** Where the snapshots are. */
export function databasePath({ database }: Options, environment: Environment): string {
  return database ?? (environment.LOGTO_DATABASE || 'logto-governance.db');
}

/** @throws `invalid_config`; UsageError when the file of authorities cannot be read */
export function createCommandRuntime(options: Options, environment: Environment): Runtime {
  const { 'private-host': privateHosts = [], ca } = options;
  const proxy = environment.LOGTO_PROXY;
  return createRuntime({
    egress: { privateHosts, ...(ca !== undefined && { ca: readText(ca) }), ...(proxy && { proxy }) },
  });
}

function readObject(path: string, warn: (text: string) => void): object {
  const text = readText(path);
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    warn('Others on this machine can read the configuration file. Take their rights away: chmod 600');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError('The configuration file is not JSON.');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ConnectorError('invalid_config', { hint: 'The configuration file must hold a JSON object.' });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError('A file that was named on the command line cannot be read.');
  }
}
