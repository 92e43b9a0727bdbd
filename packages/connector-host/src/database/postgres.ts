import { type Driver, PostgresDialect, type PostgresDialectConfig, PostgresDriver } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { HostError } from '../host-error.ts';

/** Connections of one process. */
const mostConnections = 10;
/** Milliseconds. */
const longestConnect = 5000;
const longestStatement = 15_000;

/** What the rest of the host needs of the driver. */
export interface PostgresPool {
  readonly dialect: PostgresDialect;
  /** A connection of its own, for `LISTEN`; the caller releases it with `release(true)`. */
  readonly connect: () => Promise<PoolClient>;
}

/** @throws `database_unavailable` when the package `pg` is not installed */
export async function postgresPool(url: string): Promise<PostgresPool> {
  const { Pool, types } = await loadDriver();
  const pool: Pool = new Pool({
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: longestConnect,
    idleTimeoutMillis: 30_000,
    statement_timeout: longestStatement,
    idle_in_transaction_session_timeout: longestStatement,
    keepAlive: true,
    application_name: 'jackfield',
    types: {
      // Counts and times are below 2^53; as text they would compare wrongly.
      getTypeParser: (type, format) => (type === types.builtins.INT8 ? Number : types.getTypeParser(type, format)),
    },
  });
  // A connection that the server ends fails the query that uses it, and is replaced at the next use; without listeners,
  // for idle ones and for those in use, it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return { dialect: new ReplacingDialect({ pool }), connect: () => pool.connect() };
}

/** Gives up a connection that broke within a transaction without hiding why. */
class ReplacingDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ReplacingDriver(this.#config);
  }
}

class ReplacingDriver extends PostgresDriver {
  override async rollbackTransaction(...connection: Parameters<PostgresDriver['rollbackTransaction']>): Promise<void> {
    try {
      await super.rollbackTransaction(...connection);
    } catch {
      // kysely discards the connection, and the server rolls back what was begun over it. What made the transaction fail
      // is the error to be seen.
    }
  }
}

async function loadDriver(): Promise<typeof import('pg')> {
  try {
    return await import('pg');
  } catch (cause) {
    throw new HostError('database_unavailable', {
      hint: 'PostgreSQL needs the package "pg": install it next to the host (npm install pg).',
      cause,
    });
  }
}
