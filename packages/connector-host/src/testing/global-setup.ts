import { startPostgres } from './postgres-process.ts';

/** One PostgreSQL for every test file, unless `TEST_DATABASE_URL` names one: starting it takes longer than most files. */
export default async function startSharedPostgres(): Promise<(() => Promise<void>) | undefined> {
  if ((process.env.TEST_DATABASE_URL ?? '') !== '') return undefined;
  const server = await startPostgres(['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']);
  process.env.TEST_DATABASE_URL = await server.createDatabase();
  return async () => {
    delete process.env.TEST_DATABASE_URL;
    await server.close();
  };
}
