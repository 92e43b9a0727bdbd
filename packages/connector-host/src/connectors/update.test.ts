import { expect, test } from 'vitest';
import { configurations } from '../testing/configurations.ts';
import { addIdentity, auditRows, connectorRows, openConnectors, revision } from '../testing/connector-tables.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import type { Connectors } from './connectors.ts';

const { github, oidc, smtp } = configurations;

onEachDatabase((open) => {
  async function withGithub(): Promise<{ host: TestHost; connectors: Connectors }> {
    const host = await open();
    const connectors = await openConnectors(host);
    await connectors.create({ connectorId: 'github', config: github('first-secret'), id: 'hub' }, 'cli');
    return { host, connectors };
  }
  const lastDetails = async (host: TestHost): Promise<unknown> =>
    JSON.parse((await auditRows(host)).at(-1)?.details ?? '');

  test('changes what is given, keeps the rest, and moves the version on', async () => {
    const { host, connectors } = await withGithub();
    const before = await connectors.use('hub');
    const view = await connectors.update('hub', { syncProfile: true }, 'operator:1');
    expect(view).toMatchObject({
      syncProfile: true,
      tokenStorage: false,
      version: 2,
      config: { clientId: 'github-client' },
    });
    expect(await connectors.readConfig('hub')).toMatchObject({ clientSecret: 'first-secret' });
    const [row] = await connectorRows(host);
    expect(() => host.keys.open(row?.config ?? '', ['connectors', 'hub', 'github', 1])).toThrow();
    const after = await connectors.use('hub');
    expect(after.version).toBe(2);
    expect(after.instance).not.toBe(before.instance);
    expect(await lastDetails(host)).toEqual({ connectorId: 'github', version: 2, syncProfile: true });
    expect(await revision(host)).toBe(2);
  });

  test('a placeholder keeps the stored secret; a new secret replaces it', async () => {
    const { host, connectors } = await withGithub();
    const { config } = await connectors.get('hub');
    await connectors.update('hub', { config: { ...config, scope: 'user' } }, 'cli');
    expect(await connectors.readConfig('hub')).toMatchObject({ clientSecret: 'first-secret', scope: 'user' });
    expect(await lastDetails(host)).toEqual({ connectorId: 'github', version: 2, config: ['scope'] });
    await connectors.update('hub', { config: github('second-secret') }, 'cli');
    expect(await connectors.readConfig('hub')).toMatchObject({ clientSecret: 'second-secret', scope: 'user:email' });
    expect(await lastDetails(host)).toEqual({ connectorId: 'github', version: 3, config: ['clientSecret', 'scope'] });
  });

  test('of two changes of one version, one is refused', async () => {
    const { host, connectors } = await withGithub();
    const other = await openConnectors(await host.again());
    const results = await Promise.allSettled([
      connectors.update('hub', { syncProfile: true, version: 1 }, 'cli'),
      other.update('hub', { tokenStorage: true, version: 1 }, 'cli'),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'version_conflict', status: 409 },
    });
    const [row] = await connectorRows(host);
    expect([row?.version, (row?.sync_profile ?? 0) + (row?.token_storage ?? 0)]).toEqual([2, 1]);
    expect(await auditRows(host)).toHaveLength(2);
    const late = connectors.update('hub', { syncProfile: false, tokenStorage: false, version: 1 }, 'cli');
    await expect(late).rejects.toMatchObject({ code: 'version_conflict' });
    await expect(connectors.remove('hub', 'cli', 1)).rejects.toMatchObject({ code: 'version_conflict' });
    expect(await connectorRows(host)).toEqual([row]);
  });

  test('changes that name no version all come about', async () => {
    const { host, connectors } = await withGithub();
    const other = await openConnectors(await host.again());
    await Promise.all([
      connectors.update('hub', { syncProfile: true }, 'cli'),
      other.update('hub', { tokenStorage: true }, 'cli'),
      other.update('hub', { config: github('second-secret') }, 'cli'),
    ]);
    expect(await connectors.get('hub')).toMatchObject({ version: 4, syncProfile: true, tokenStorage: true });
    expect(await connectors.readConfig('hub')).toMatchObject({ clientSecret: 'second-secret' });
  });

  test('the target never changes', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    await connectors.create(
      { connectorId: 'oidc-standard', config: oidc(), metadata: { target: 'acme', name: { en: 'Acme' } }, id: 'acme' },
      'cli',
    );
    await expect(connectors.update('acme', { metadata: { target: 'other' } }, 'cli')).rejects.toMatchObject({
      code: 'target_fixed',
      status: 400,
    });
    const renamed = await connectors.update('acme', { metadata: { name: { en: 'Acme Inc.' } } }, 'cli');
    expect(renamed).toMatchObject({ target: 'acme', metadata: { target: 'acme', name: { en: 'Acme Inc.' } } });
    expect(await lastDetails(host)).toEqual({ connectorId: 'oidc-standard', version: 2, metadata: ['name'] });
    const bare = await connectors.update('acme', { metadata: {} }, 'cli');
    expect(bare.metadata).toEqual({ target: 'acme' });
  });

  test('flags and metadata that do not fit are refused, as are changes of what is not there', async () => {
    const { connectors } = await withGithub();
    await connectors.create({ connectorId: 'smtp-email', config: smtp(), id: 'mail' }, 'cli');
    await expect(connectors.update('mail', { syncProfile: true }, 'cli')).rejects.toMatchObject({
      code: 'sync_profile_not_allowed',
    });
    await expect(connectors.update('mail', { tokenStorage: true }, 'cli')).rejects.toMatchObject({
      code: 'token_storage_not_supported',
    });
    await expect(connectors.update('hub', { metadata: { name: { en: 'Hub' } } }, 'cli')).rejects.toMatchObject({
      code: 'metadata_not_allowed',
    });
    await expect(connectors.update('nobody', {}, 'cli')).rejects.toMatchObject({
      code: 'connector_not_found',
      status: 404,
    });
    await expect(connectors.remove('nobody', 'cli')).rejects.toMatchObject({ code: 'connector_not_found' });
    await expect(connectors.get('nobody')).rejects.toMatchObject({ code: 'connector_not_found' });
  });

  test('a removed connector is gone, with the tokens that came through it; its people stay', async () => {
    const { host, connectors } = await withGithub();
    await addIdentity(host, 'github', 'https://github.com/login/oauth');
    await host.database.write(async (tx) => {
      const { id } = await tx.selectFrom('identities').select('id').executeTakeFirstOrThrow();
      await tx
        .insertInto('provider_tokens')
        .values({ identity_id: id, connector: 'hub', tokens: 'sealed', refreshing_until: 0, version: 1, updated_at: 1 })
        .execute();
    });
    await connectors.remove('hub', 'cli', 1);
    expect(await connectorRows(host)).toEqual([]);
    const left = await host.database.read(async (db) => [
      await db.selectFrom('provider_tokens').selectAll().execute(),
      await db.selectFrom('identities').select('target').execute(),
    ]);
    expect(left).toMatchObject([[], [{ target: 'github' }]]);
    expect((await auditRows(host)).at(-1)).toMatchObject({ action: 'connector.remove', subject: 'hub' });
  });

  test('attack: another issuer put behind a target that has identities by an edit', async () => {
    const { host, connectors } = await withGithub();
    await addIdentity(host, 'github', 'https://github.com/login/oauth');
    const config = { ...github(), enterpriseUrl: 'https://github.evil.test' };
    const issuer = 'https://github.evil.test/login/oauth';
    await expect(connectors.update('hub', { config }, 'cli')).rejects.toMatchObject({
      code: 'identity_source_changed',
    });
    await expect(connectors.update('hub', { config, allowIssuer: `${issuer}/` }, 'cli')).rejects.toMatchObject({
      code: 'identity_source_changed',
    });
    expect(await connectors.get('hub')).toMatchObject({ version: 1, issuer: 'https://github.com/login/oauth' });
    const forced = await connectors.update('hub', { config, allowIssuer: issuer }, 'cli');
    expect(forced).toMatchObject({ version: 2, issuer });
    expect(await lastDetails(host)).toMatchObject({ issuerChanged: true });
    // What was allowed once is not asked again while the issuer stays.
    await connectors.update('hub', { syncProfile: true }, 'cli');
  });

  test('without identities, the issuer may change', async () => {
    const { host, connectors } = await withGithub();
    await addIdentity(host, 'other-target', 'https://other.example.com');
    const view = await connectors.update(
      'hub',
      { config: { ...github(), enterpriseUrl: 'https://github.example.com' } },
      'cli',
    );
    expect(view.issuer).toBe('https://github.example.com/login/oauth');
    expect((await connectorRows(host))[0]?.issuer).toBe(view.issuer);
  });

  test('an issuer of many tenants is the source of each of them', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
    const entra = (segment: string, tenants?: object) => ({
      ...oidc(`https://login.microsoftonline.com/${segment}/v2.0`),
      ...(tenants && { tenants }),
    });
    const single = `https://login.microsoftonline.com/${tenant}/v2.0`;
    await connectors.create(
      { connectorId: 'oidc-standard', config: entra(tenant), metadata: { target: 'entra' }, id: 'entra' },
      'cli',
    );
    await addIdentity(host, 'entra', single);
    const many = await connectors.update('entra', { config: entra('organizations', { kind: 'any' }) }, 'cli');
    expect(many.issuer).toBe('https://login.microsoftonline.com/{tenantid}/v2.0');
    await connectors.update('entra', { config: entra(tenant) }, 'cli');
    await connectors.update('entra', { config: entra('organizations', { kind: 'any' }) }, 'cli');
    await addIdentity(host, 'entra', 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0');
    await expect(connectors.update('entra', { config: entra(tenant) }, 'cli')).rejects.toMatchObject({
      code: 'identity_source_changed',
    });
  });
});
