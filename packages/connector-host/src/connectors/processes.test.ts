import { expect, test } from 'vitest';
import { verifyAudit } from '../audit/verify.ts';
import type { ConnectorTable } from '../database/tables.ts';
import { configurations } from '../testing/configurations.ts';
import { auditRows, connectorRows, openConnectors, revision } from '../testing/connector-tables.ts';
import { onEachDatabase } from '../testing/databases.ts';

const { github, oauth, oidc, smtp } = configurations;

onEachDatabase((open, kind) => {
  test('attack: two processes creating the same connector at once', async () => {
    const host = await open();
    const all = await Promise.all([host, await host.again(), await host.again()].map(openConnectors));
    const attempts = await Promise.allSettled(
      all.flatMap((connectors, index) => [
        connectors.create({ connectorId: 'github', config: github(`secret-${index}`) }, 'cli'),
        connectors.create({ connectorId: 'oauth-standard', config: oauth(), metadata: { target: 'github' } }, 'cli'),
      ]),
    );
    const refusals = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect(refusals).toHaveLength(5);
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ code: expect.stringMatching(/^(?:instance_exists|target_taken)$/) });
    const rows = await connectorRows(host);
    expect(rows).toHaveLength(1);
    expect(await auditRows(host)).toHaveLength(1);
    const views = await Promise.all(all.map((connectors) => connectors.list()));
    expect(views.map(([view]) => view?.id)).toEqual(all.map(() => rows[0]?.id));
  });

  test('twelve replacements at once all succeed, each replaces the one before, and exactly one remains', async () => {
    const host = await open();
    const all = await Promise.all([host, await host.again(), await host.again()].map(openConnectors));
    const created = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const connectors = all[index % all.length];
        return connectors?.create(
          { connectorId: 'smtp-email', config: smtp(`password-${index}`), id: `mail-${index}` },
          'cli',
        );
      }),
    );
    const rows = await connectorRows(host);
    expect(rows).toHaveLength(1);
    const gone = created.flatMap((one) => (one?.replaced ? [one.replaced.id] : []));
    expect(new Set([...gone, rows[0]?.id])).toEqual(new Set(created.map((one) => one?.connector.id)));
    expect(gone).toHaveLength(11);
    expect((await auditRows(host)).map(({ action }) => action).toSorted()).toEqual([
      'connector.create',
      ...Array.from({ length: 11 }, () => 'connector.replace'),
    ]);
    expect(await revision(host)).toBe(12);
    expect(await verifyAudit(host)).toEqual({ intact: true, entries: 12 });
    for (const connectors of all) {
      await connectors.refresh();
      expect((await connectors.useEmail()).id).toBe(rows[0]?.id);
    }
  });

  test('a change made in one process is seen by the others when they refresh', async () => {
    const host = await open();
    const [one, other] = await Promise.all([host, await host.again()].map(openConnectors));
    if (!one || !other) throw new Error('There are two.');
    await one.create({ connectorId: 'oidc-standard', config: oidc(), metadata: { target: 'acme' }, id: 'acme' }, 'cli');
    expect((await other.useSocial('acme')).version).toBe(1);
    await one.update('acme', { syncProfile: true }, 'cli');
    expect((await other.useSocial('acme')).version).toBe(1);
    await other.refresh();
    expect(await other.useSocial('acme')).toMatchObject({ version: 2, syncProfile: true });
    await one.remove('acme', 'cli');
    await other.refresh();
    await expect(other.use('acme')).rejects.toMatchObject({ code: 'connector_not_found' });
  });

  test('an instance is made once, however many ask for it at the same time', async () => {
    const connectors = await openConnectors(await open());
    await connectors.create({ connectorId: 'github', config: github(), id: 'hub' }, 'cli');
    const lives = await Promise.all(Array.from({ length: 20 }, () => connectors.use('hub')));
    expect(new Set(lives.map(({ instance }) => instance)).size).toBe(1);
  });

  test('the indexes hold for a writer that does not wait', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    await connectors.create({ connectorId: 'github', config: github(), id: 'hub' }, 'cli');
    await connectors.create({ connectorId: 'smtp-email', config: smtp(), id: 'mail' }, 'cli');
    const rows = await connectorRows(host);
    const insert = (original: string, columns: Partial<ConnectorTable>): Promise<unknown> => {
      const row = rows.find(({ id }) => id === original);
      if (!row) throw new Error('There is such a row.');
      const copy = { ...row, id: 'copy', ...columns };
      return host.database.write((tx) => tx.insertInto('connectors').values(copy).execute());
    };
    await expect(insert('hub', { connector_id: 'other' }), 'same target and platform').rejects.toThrow(
      /unique.*target/i,
    );
    await expect(insert('hub', { target: 'other' }), 'same package').rejects.toThrow(
      /unique.*(?:instance|connector_id)/i,
    );
    await expect(insert('mail', { connector_id: 'other', target: 'other' }), 'same kind of message').rejects.toThrow(
      /unique.*(?:message|type)/i,
    );
    expect(await connectorRows(host)).toEqual(rows);
  });

  if (kind === 'postgres')
    test('PostgreSQL tells the other processes of every change', async () => {
      const host = await open();
      const connectors = await openConnectors(host);
      const client = await host.database.listener?.();
      if (!client) throw new Error('There is no listener.');
      try {
        let heard = 0;
        const third = new Promise<void>((resolve) => {
          client.on('notification', () => {
            heard += 1;
            if (heard === 3) resolve();
          });
        });
        await client.query('listen jackfield');
        await connectors.create({ connectorId: 'github', config: github(), id: 'hub' }, 'cli');
        await connectors.update('hub', { syncProfile: true }, 'cli');
        await connectors.remove('hub', 'cli');
        await third;
        expect(heard).toBe(3);
      } finally {
        client.release(true);
      }
    });
});
