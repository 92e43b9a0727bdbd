import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime, type RuntimeOptions } from '@jackfield/egress';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { HostContext } from '../context.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { keysFromText, newKey } from '../keys/key-ring.ts';
import { createKeys, type Keys } from '../keys/keys.ts';
import type { LogFields, LogLevel } from '../log.ts';
import { createStatement, type PostgresProcess, startPostgres } from './postgres-process.ts';

/** A database of one test, and what the host's parts need around it. */
export interface TestHost extends HostContext {
  /** For other processes, or a second `openDatabase`. */
  readonly url: string;
  /** Its key, for other processes. */
  readonly key: string;
  /** What was logged. */
  readonly lines: { level: LogLevel; event: string; fields: LogFields }[];
  /** A second host on the same database and key, as another process would have it. */
  again(): Promise<HostContext>;
  /** Another database of the same kind, empty. */
  emptyUrl(): Promise<string>;
}

export interface TestHostOptions {
  /** Default: the system's. */
  clock?: RuntimeOptions['clock'];
  /** Such as `{ privateHosts: ['127.0.0.1:1234'] }`. */
  egress?: RuntimeOptions['egress'];
}

/**
 * Runs the same tests on SQLite and on PostgreSQL: on the server that `TEST_DATABASE_URL` names (its user must be allowed
 * to create databases), else on one of its own.
 *
 * @param tests gets a function that opens an empty, migrated database; everything is closed after each test
 */
export function onEachDatabase(
  tests: (open: (options?: TestHostOptions) => Promise<TestHost>, kind: Database['kind']) => void,
): void {
  describe('on SQLite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jackfield-host-'));
    let count = 0;
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    tests(
      opener(async () => {
        count += 1;
        return `sqlite:${join(folder, `${count}.sqlite`)}`;
      }),
      'sqlite',
    );
  });
  describe('on PostgreSQL', () => {
    let server: Pick<PostgresProcess, 'createDatabase' | 'close'> | undefined;
    let migrated: string | undefined;
    beforeAll(async () => {
      server = await testServer();
      migrated = await server.createDatabase();
      await (await openDatabase(migrated)).close();
    });
    afterAll(() => server?.close());
    const create = async (like?: string): Promise<string> => {
      if (!server) throw new Error('The server has not started.');
      return server.createDatabase(like);
    };
    tests(
      opener(() => create(migrated), create),
      'postgres',
    );
  });
}

/** The server that `TEST_DATABASE_URL` names, else one of its own whose data need not survive. */
export async function testServer(): Promise<Pick<PostgresProcess, 'createDatabase' | 'close'>> {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined || url === '') {
    return startPostgres(['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']);
  }
  const names: string[] = [];
  const run = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  return {
    async createDatabase(like) {
      const name = `jackfield_test_${randomBytes(6).toString('hex')}`;
      await run(createStatement(name, like));
      names.push(name);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    async close() {
      await Promise.all(names.splice(0).map((name) => run(`drop database ${name} with (force)`)));
    },
  };
}

/** @param emptyUrl makes a database without tables; default: so does `createUrl` */
function opener(
  createUrl: () => Promise<string>,
  emptyUrl: () => Promise<string> = createUrl,
): (options?: TestHostOptions) => Promise<TestHost> {
  const opened: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((close) => close()));
  });
  return async (options = {}) => {
    const url = await createUrl();
    const key = newKey();
    const lines: TestHost['lines'] = [];
    const openContext = async (): Promise<HostContext> => {
      const context = await testContext(url, createKeys(keysFromText(key, 'TEST_KEY')), options, lines);
      opened.push(async () => {
        await context.runtime.close();
        await context.database.close();
      });
      return context;
    };
    return { ...(await openContext()), url, key, lines, again: openContext, emptyUrl };
  };
}

async function testContext(
  url: string,
  keys: Keys,
  { clock, egress }: TestHostOptions,
  lines: TestHost['lines'],
): Promise<HostContext> {
  const runtime = createRuntime({ ...(clock && { clock }), ...(egress && { egress }) });
  return {
    database: await openDatabase(url),
    keys,
    runtime,
    clock: runtime.clock,
    random: runtime.random,
    log: (level, event, fields = {}) => void lines.push({ level, event, fields }),
  };
}
