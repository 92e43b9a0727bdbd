import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteDialect,
  SqliteDriver,
  type SqliteDialectConfig,
} from 'kysely';

/** Statements kept prepared; the host has fewer. */
const mostStatements = 200;

/**
 * kysely's dialect over the SQLite of Node: one file, WAL. Nothing waits inside SQLite, which would stop the whole
 * process: a locked database is an error at once, and the caller tries again.
 */
export function sqliteDialect(path: string): SqliteDialect {
  if (path !== ':memory:') makeFile(path);
  const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
  try {
    database.exec(
      'pragma busy_timeout = 2000; pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 0',
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return new ImmediateDialect({ database: adapt(database) });
}

/** A new file is for its owner alone: it holds the addresses of people. SQLite gives its side files the same mode. */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    // It is there already; or it cannot be, which SQLite will say.
  }
}

/** Takes the write lock at the start: upgrading a reading transaction later would fail under load. */
class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config);
  }
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function adapt(database: DatabaseSync) {
  const statements = new Map<string, ReturnType<typeof toStatement>>();
  return {
    close: () => {
      statements.clear();
      if (database.isOpen) database.close();
    },
    prepare: (sql: string) => {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= mostStatements) statements.clear();
      const statement = toStatement(database.prepare(sql));
      statements.set(sql, statement);
      return statement;
    },
  };
}

function toStatement(statement: StatementSync) {
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...toInputs(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...toInputs(parameters)),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...toInputs(parameters)),
  };
}

function toInputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    throw new TypeError(`A value of type ${typeof value} cannot be stored.`);
  });
}
