import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteDialect,
  SqliteDriver,
  type SqliteDialectConfig,
} from 'kysely';

/** Pages of the log (4 KiB) after which SQLite takes them over into the file, which waits for the disk. */
const longestLog = 4000;
/** Statements kept prepared; the host has fewer. */
const mostStatements = 200;

/** The only connection to a database. */
export interface SqliteConnection {
  readonly dialect: SqliteDialect;
  readonly isInTransaction: () => boolean;
  /** Runs a query on the spot: in the transaction that is open, whosever it is. */
  readonly run: <Row>(query: CompiledQuery<Row>) => QueryResult<Row>;
}

/**
 * kysely's dialect over the SQLite of Node: one file, WAL. Nothing waits inside SQLite, which would stop the whole
 * process: a locked database is an error at once, and the caller tries again.
 */
export function connectSqlite(path: string): SqliteConnection {
  if (path !== ':memory:') makeFile(path);
  const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
  try {
    database.exec(
      `pragma busy_timeout = 2000; pragma journal_mode = wal; pragma synchronous = normal;
       pragma wal_autocheckpoint = ${longestLog}; pragma busy_timeout = 0`,
    );
  } catch (error) {
    database.close();
    throw error;
  }
  const adapted = adapt(database);
  const isInTransaction = (): boolean => database.isTransaction;
  return {
    dialect: new ImmediateDialect({ database: adapted }, isInTransaction),
    isInTransaction,
    run: <Row>({ sql, parameters }: CompiledQuery<Row>): QueryResult<Row> => {
      const statement = adapted.prepare(sql);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type that kysely gives the query
      if (statement.reader) return { rows: statement.all(parameters) as unknown[] as Row[] };
      return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) };
    },
  };
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
  readonly #isInTransaction: () => boolean;

  constructor(config: SqliteDialectConfig, isInTransaction: () => boolean) {
    super(config);
    this.#config = config;
    this.#isInTransaction = isInTransaction;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config, this.#isInTransaction);
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #isInTransaction: () => boolean;

  constructor(config: SqliteDialectConfig, isInTransaction: () => boolean) {
    super(config);
    this.#isInTransaction = isInTransaction;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** When the disk is full, for one, SQLite has rolled back by itself: that error is to be seen, and not one of this. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isInTransaction()) await super.rollbackTransaction(connection);
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
