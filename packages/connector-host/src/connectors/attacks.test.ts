import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { listAudit } from '../audit/list.ts';
import { configurations } from '../testing/configurations.ts';
import { auditRows, connectorRows, editRow, openConnectors } from '../testing/connector-tables.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import type { Connectors } from './connectors.ts';
import { secretPlaceholder } from './connectors.ts';

const { github, oauth, oidc, smtp, twilio } = configurations;
const sqlTricks = [
  "' or 1=1 --",
  "hub'; drop table connectors; --",
  'hub" or ""="',
  '../hub',
  'hub%',
  'hub\0',
  '__proto__',
];

/** Everything that was thrown or answered, as a careless log would show it. */
async function told(work: Promise<unknown>): Promise<string> {
  const result: unknown = await work.catch((error: unknown) => error);
  return `${inspect(result, { depth: 10, showHidden: true, getters: true })} ${JSON.stringify(result)} ${String(result)}`;
}

onEachDatabase((open) => {
  async function withAll(): Promise<{ host: TestHost; connectors: Connectors }> {
    const host = await open();
    const connectors = await openConnectors(host);
    await connectors.create({ connectorId: 'github', config: github('canary-1'), id: 'hub' }, 'cli');
    await connectors.create(
      { connectorId: 'oidc-standard', config: oidc(undefined, 'canary-2'), metadata: { target: 'acme' }, id: 'acme' },
      'cli',
    );
    await connectors.create({ connectorId: 'smtp-email', config: smtp('canary-3'), id: 'mail' }, 'cli');
    await connectors.create({ connectorId: 'twilio-sms', config: twilio('canary-4'), id: 'sms' }, 'cli');
    return { host, connectors };
  }

  test('attack: SQL and path tricks in ids', async () => {
    const { host, connectors } = await withAll();
    const before = await connectorRows(host);
    for (const id of sqlTricks) {
      await expect(connectors.get(id), id).rejects.toMatchObject({ code: 'connector_not_found' });
      await expect(connectors.use(id), id).rejects.toMatchObject({ code: 'connector_not_found' });
      await expect(connectors.update(id, {}, 'cli'), id).rejects.toMatchObject({ code: 'connector_not_found' });
      await expect(connectors.remove(id, 'cli'), id).rejects.toMatchObject({ code: 'connector_not_found' });
      await expect(connectors.readConfig(id), id).rejects.toMatchObject({ code: 'connector_not_found' });
      await expect(connectors.create({ connectorId: id, config: {} }, 'cli'), id).rejects.toMatchObject({
        code: 'unknown_connector',
      });
      await expect(connectors.attempt(id, {}), id).rejects.toMatchObject({ code: 'unknown_connector' });
      if (/^[\w-]+$/.test(id)) continue;
      await expect(
        connectors.create({ connectorId: 'oidc-standard', config: oidc(), metadata: { target: 'new' }, id }, 'cli'),
      ).rejects.toMatchObject({ code: 'invalid_request' });
      await expect(
        connectors.create({ connectorId: 'oidc-standard', config: oidc(), metadata: { target: id } }, 'cli'),
      ).rejects.toMatchObject({ code: 'invalid_metadata' });
    }
    expect(await connectorRows(host)).toEqual(before);
  });

  test('attack: secrets in any answer, log, error, or audit entry', async () => {
    const { host, connectors } = await withAll();
    const wrong = { ...smtp('canary-5'), auth: { kind: 'canary-6', password: 'canary-7' }, hots: 'canary-8' };
    const spoken = [
      await told(connectors.list()),
      await told(connectors.get('hub')),
      await told(connectors.create({ connectorId: 'smtp-email', config: wrong }, 'cli')),
      await told(connectors.create({ connectorId: 'github', config: github('canary-9') }, 'cli')),
      await told(connectors.update('mail', { config: wrong }, 'cli')),
      await told(connectors.update('mail', { config: smtp('canary-10') }, 'cli')),
      await told(connectors.update('acme', { config: oauth(undefined, 'canary-11') }, 'cli')),
      await told(connectors.attempt('github', { ...github('canary-12'), extra: 'canary-13' })),
      await told(connectors.remove('sms', 'cli')),
    ];
    await editRow(host, 'hub', { config: JSON.stringify(github('canary-14')) });
    spoken.push(
      await told(connectors.list()),
      await told(connectors.use('hub')),
      await told(connectors.readConfig('hub')),
    );
    spoken.push(
      JSON.stringify(host.lines),
      JSON.stringify(await auditRows(host)),
      await told(listAudit(host, { limit: 500 })),
    );
    for (const text of spoken) expect(text).not.toMatch(/canary-\d/);
    expect(spoken.join()).toContain(secretPlaceholder);
    const stored = JSON.stringify((await connectorRows(host)).filter(({ id }) => id !== 'hub'));
    expect(stored).not.toMatch(/canary/);
  });

  test('attack: a stored secret sent to a server of the attacker, by an edit or a trial', async () => {
    const { connectors } = await withAll();
    const mail = { ...smtp(secretPlaceholder), host: 'evil.test' };
    const refusal = {
      code: 'invalid_config',
      issues: [{ path: 'auth.password', problem: 'was entered for another address' }],
    };
    await expect(connectors.update('mail', { config: mail }, 'cli')).rejects.toMatchObject(refusal);
    await expect(connectors.attempt('smtp-email', mail, 'mail')).rejects.toMatchObject(refusal);
    const enterprise = { ...github(secretPlaceholder), enterpriseUrl: 'https://github.evil.test' };
    await expect(connectors.attempt('github', enterprise, 'hub')).rejects.toMatchObject({ code: 'invalid_config' });
    const endpoints = {
      ...oidc(undefined, secretPlaceholder),
      endpoints: { tokenEndpoint: 'https://evil.test/token' },
    };
    await expect(connectors.update('acme', { config: endpoints }, 'cli')).rejects.toMatchObject({
      code: 'invalid_config',
    });
  });

  test('attack: a secret of one connector taken for another', async () => {
    const { connectors } = await withAll();
    await expect(connectors.attempt('google', github(secretPlaceholder), 'hub')).rejects.toMatchObject({
      code: 'invalid_config',
    });
    await expect(connectors.attempt('github', github(secretPlaceholder))).rejects.toMatchObject({
      code: 'invalid_config',
    });
    await expect(connectors.attempt('github', github(secretPlaceholder), 'nobody')).rejects.toMatchObject({
      code: 'connector_not_found',
    });
    const tried = await connectors.attempt('github', { ...github(secretPlaceholder), scope: 'user' }, 'hub');
    expect(tried.type).toBe('Social');
    expect((await connectors.get('hub')).version).toBe(1);
  });

  test('a connector of another type is not what was asked for', async () => {
    const { connectors } = await withAll();
    await expect(connectors.useSocial('mail')).rejects.toMatchObject({ code: 'unexpected_type' });
  });
});
