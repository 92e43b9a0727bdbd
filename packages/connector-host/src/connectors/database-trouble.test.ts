import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { verifyAudit } from '../audit/verify.ts';
import { openDatabase } from '../database/database.ts';
import { configurations } from '../testing/configurations.ts';
import { auditRows, connectorRows, openConnectors, revision } from '../testing/connector-tables.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import type { Connectors } from './connectors.ts';

const { github, oauth } = configurations;

/** Everything that a half-done change would show in. */
const stored = async (host: TestHost) => ({
  connectors: await connectorRows(host),
  audit: await auditRows(host),
  revision: await revision(host),
});

const add = (connectors: Connectors, number: number) =>
  connectors.create(
    { connectorId: 'oauth-standard', config: oauth(), metadata: { target: `provider-${number}` } },
    'cli',
  );

/** Adds connectors until it fails: with what, and what was stored just before. */
async function fill(host: TestHost, connectors: Connectors) {
  for (let number = 0; number < 200; number += 1) {
    const before = await stored(host);
    try {
      await add(connectors, number);
    } catch (failure) {
      return { before, failure };
    }
  }
  throw new Error('The database was never full.');
}

onEachDatabase((open, kind) => {
  if (kind === 'sqlite') {
    test('a full database says so, nothing is half-written, and it goes on when there is space', async () => {
      const host = await open();
      const connectors = await openConnectors(host);
      // As many pages as there are now; what is free in them still is.
      await host.database.read((db) => sql`pragma max_page_count = 1`.execute(db));
      const { before, failure } = await fill(host, connectors);
      expect(failure).toMatchObject({
        code: 'database_full',
        retryable: false,
        hint: expect.stringContaining('nothing was written'),
      });
      expect(await stored(host)).toEqual(before);
      expect(await connectors.list()).toHaveLength(before.connectors.length);

      await host.database.read((db) => sql`pragma max_page_count = 100000`.execute(db));
      await add(connectors, 1000);
      expect(await verifyAudit(host)).toMatchObject({ intact: true });
    });

    test('a database that is locked for a moment is waited for', async () => {
      const host = await open();
      const connectors = await openConnectors(host);
      const other = new DatabaseSync(host.url.slice('sqlite:'.length));
      other.exec('begin immediate');
      const created = connectors.create({ connectorId: 'github', config: github() }, 'cli');
      const first = await Promise.race([created, wait(200, 'still waiting')]);
      other.exec('rollback');
      other.close();
      expect(first).toBe('still waiting');
      expect((await created).connector.connectorId).toBe('github');
    });
  } else {
    test('a database that may only be read is named as such at the start', async () => {
      const { url } = await open();
      await expect(openDatabase(`${url}?options=-c%20default_transaction_read_only%3Don`)).rejects.toMatchObject({
        code: 'database_read_only',
        hint: expect.stringContaining('nothing was written'),
      });
    });
  }
});
