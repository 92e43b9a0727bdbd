export { testServer } from './databases.ts';
export { type PostgresProcess, startPostgres } from './postgres-process.ts';
