import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Options } from '../arguments.ts';
import { type Environment, variable, variableList } from './environment.ts';
import type { Problems } from './problems.ts';

/** Where everything is that a command works with. */
export interface Storage {
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  /** `sqlite:<absolute path>` or `postgres://…`. May hold a password: never shown. */
  readonly databaseUrl: string;
  /** Absolute path of SQLite's file; `undefined` on PostgreSQL. */
  readonly databaseFile: string | undefined;
  /** Keys of the environment variable JACKFIELD_KEYS. */
  readonly keyText: string | undefined;
  /** Absolute path of the key file, which is read when there is no {@link keyText}. */
  readonly keyFile: string;
  /** Absolute path of the folder whose `package.json` names the connectors. */
  readonly applicationFolder: string;
  /** Absolute path of the folder with secrets that an import may read. */
  readonly secretsFolder: string | undefined;
  readonly egress: EgressSettings;
}

/** What connectors may reach. */
export interface EgressSettings {
  readonly privateHosts: readonly string[];
  /** PEM. */
  readonly ca?: string;
  /** URL; may hold credentials. */
  readonly proxy?: string;
}

/**
 * Reads what every command needs.
 *
 * @param folder that relative paths start from
 */
export function readStorage(options: Options, environment: Environment, folder: string, problems: Problems): Storage {
  const dataFolder = resolve(folder, options.data ?? variable(environment, 'JACKFIELD_DATA') ?? '.jackfield');
  const databaseUrl =
    readDatabaseUrl(options, environment, problems) ?? `sqlite:${join(dataFolder, 'jackfield.sqlite')}`;
  const databaseFile = databaseUrl.startsWith('sqlite:')
    ? resolve(folder, databaseUrl.slice('sqlite:'.length))
    : undefined;
  const secretsFolder = options.secrets ?? variable(environment, 'JACKFIELD_SECRETS');
  const keyFile = options['key-file'] ?? variable(environment, 'JACKFIELD_KEY_FILE');
  return {
    dataFolder,
    databaseUrl: databaseFile === undefined ? databaseUrl : `sqlite:${databaseFile}`,
    databaseFile,
    keyText: variable(environment, 'JACKFIELD_KEYS'),
    keyFile: keyFile === undefined ? join(dataFolder, 'keys') : resolve(folder, keyFile),
    applicationFolder: resolve(folder, options.app ?? variable(environment, 'JACKFIELD_APP') ?? '.'),
    secretsFolder: secretsFolder === undefined ? undefined : resolve(folder, secretsFolder),
    egress: readEgress(options, environment, folder, problems),
  };
}

function readDatabaseUrl(options: Options, environment: Environment, problems: Problems): string | undefined {
  const { database } = options;
  if (database !== undefined && hasPassword(database)) {
    return problems.add(
      '--database: everybody on this machine can read it. Put a URL with a password into DATABASE_URL.',
    );
  }
  const url = database ?? variable(environment, 'DATABASE_URL');
  if (url === undefined || /^sqlite:.|^postgres(?:ql)?:\/\/./.test(url)) return url;
  return problems.add('DATABASE_URL (--database): must be sqlite:<file> or postgres://<user>@<host>/<name>.');
}

function hasPassword(url: string): boolean {
  return URL.canParse(url) && (new URL(url).password !== '' || new URL(url).searchParams.has('password'));
}

function readEgress(options: Options, environment: Environment, folder: string, problems: Problems): EgressSettings {
  const ca = options.ca ?? variable(environment, 'JACKFIELD_CA');
  const pem = ca === undefined ? undefined : readText(resolve(folder, ca), 'JACKFIELD_CA (--ca)', problems);
  const proxy = variable(environment, 'JACKFIELD_PROXY');
  return {
    privateHosts: options['private-host'] ?? variableList(environment, 'JACKFIELD_PRIVATE_HOSTS'),
    ...(pem !== undefined && { ca: pem }),
    ...(proxy !== undefined && { proxy }),
  };
}

function readText(path: string, what: string, problems: Problems): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return problems.add(`${what}: this file cannot be read.`);
  }
}
