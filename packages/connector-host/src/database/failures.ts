import { HostError, type HostErrorCode } from '../host-error.ts';

/** SQLite's result codes (https://sqlite.org/rescode.html), the primary ones in the lowest byte. */
const sqliteCodes: Readonly<Record<number, HostErrorCode>> = {
  5: 'database_busy',
  6: 'database_busy',
  8: 'database_read_only',
  10: 'database_unavailable',
  11: 'database_broken',
  13: 'database_full',
  14: 'database_unavailable',
  26: 'database_broken',
};

/** PostgreSQL's SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), whole or its class. */
const postgresCodes: Readonly<Record<string, HostErrorCode>> = {
  '08': 'database_unavailable',
  '25006': 'database_read_only',
  '28': 'database_unavailable',
  '3D000': 'database_unavailable',
  '40001': 'database_busy',
  '40P01': 'database_busy',
  '53': 'database_unavailable',
  '53100': 'database_full',
  '55P03': 'database_busy',
  '57014': 'database_busy',
  '57P': 'database_unavailable',
  '58': 'database_unavailable',
  /** Of Node: the URL that the driver was given. */
  ERR_INVALID_URL: 'invalid_request',
};

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EAI_AGAIN']);

const hints: Partial<Record<HostErrorCode, string>> = {
  invalid_request:
    'The database URL cannot be read. It is postgres://user:password@host:5432/name, with characters such as @ : / # % of user and password percent-encoded.',
  database_unavailable:
    'Check that it runs, that the address, user and password are right, and that it can be reached.',
  database_busy: 'Try again. If it goes on, look for a program that holds a transaction open.',
  database_full: 'Free some space on its disk; nothing was written.',
  database_read_only: 'Give this process write permission, or connect to the primary server; nothing was written.',
  database_broken: 'Restore it from a backup, or name another file.',
};

const fileHint = 'Check that its folder is there, and that this process may read and write it and what is in it.';

/**
 * Says what a driver's error means. A driver's text never leaves the process: it may hold values.
 *
 * @returns `error` itself when it is no error of the database's state, such as a violated constraint
 */
export function databaseFailure(error: unknown): unknown {
  const code = failureCode(error);
  if (code === undefined) return error;
  const isFile = 'errcode' in Object(error) && code === 'database_unavailable';
  const hint = isFile ? fileHint : hints[code];
  return new HostError(code, { ...(hint !== undefined && { hint }), cause: error });
}

function failureCode(error: unknown): HostErrorCode | undefined {
  if (!(error instanceof Error) || HostError.isInstance(error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return sqliteCodes[error.errcode & 0xff];
  if ('code' in error && typeof error.code === 'string') {
    if (networkCodes.has(error.code)) return 'database_unavailable';
    const state = error.code;
    return postgresCodes[state] ?? postgresCodes[state.slice(0, 3)] ?? postgresCodes[state.slice(0, 2)];
  }
  // What `pg` throws when a connection ends, or none is had in time, has no code.
  return /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  )
    ? 'database_unavailable'
    : undefined;
}

/** The name of the unique index or constraint that an insert or update broke; on SQLite, its columns: `t.a, t.b`. */
export function violatedUnique(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && error.code === '23505') {
    return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : '';
  }
  // 1555 and 2067: SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE.
  if ('errcode' in error && (error.errcode === 2067 || error.errcode === 1555)) {
    return /UNIQUE constraint failed: (.*)$/.exec(error.message)?.[1] ?? '';
  }
  return undefined;
}
