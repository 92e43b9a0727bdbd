import { createConnectors } from './create-connectors.ts';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { keysFromText, newKey } from '../keys/key-ring.ts';
import { createKeys } from '../keys/keys.ts';
import { configurations } from '../testing/configurations.ts';
import { connectorRows, editRow, openConnectors } from '../testing/connector-tables.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import { discoveryOf, installed, loadPackage } from '../testing/packages.ts';
import type { Connectors } from './connectors.ts';
import { secretPlaceholder } from './connectors.ts';

const { github, google, oidc, smtp } = configurations;

onEachDatabase((open) => {
  /** A host with one connector to break and one that must go on working. */
  async function withTwo(): Promise<{ host: TestHost; connectors: Connectors }> {
    const host = await open();
    const connectors = await openConnectors(host);
    await connectors.create({ connectorId: 'github', config: github('canary-secret'), id: 'hub' }, 'cli');
    await connectors.create({ connectorId: 'smtp-email', config: smtp(), id: 'mail' }, 'cli');
    return { host, connectors };
  }

  async function expectBroken(connectors: Connectors, code: string, hint: RegExp): Promise<void> {
    const list = await connectors.list();
    expect(list.map(({ id, problem }) => [id, problem?.code])).toEqual([
      ['hub', code],
      ['mail', undefined],
    ]);
    expect(list[0]?.problem?.hint).toMatch(hint);
    expect(JSON.stringify(list)).not.toContain('canary');
    await expect(connectors.use('hub')).rejects.toMatchObject({
      code: 'connector_broken',
      status: 409,
      hint: expect.stringMatching(hint),
    });
    expect(await connectors.listSocial()).toEqual([]);
    expect((await connectors.useEmail()).id).toBe('mail');
  }

  /** The two ways out that an operator always has. */
  async function expectMendable(connectors: Connectors): Promise<void> {
    const kept = { clientId: 'github-client', clientSecret: secretPlaceholder };
    await expect(connectors.update('hub', { config: kept }, 'cli')).rejects.toMatchObject({ code: 'invalid_config' });
    const mended = await connectors.update('hub', { config: github('new-secret') }, 'cli');
    expect(mended.problem).toBeUndefined();
    expect((await connectors.use('hub')).id).toBe('hub');
    await connectors.remove('hub', 'cli');
    expect((await connectors.list()).map(({ id }) => id)).toEqual(['mail']);
  }

  test('attack: a database row edited by hand: its configuration', async () => {
    const { host, connectors } = await withTwo();
    const [row] = await connectorRows(host);
    const sealed = row?.config ?? '';
    await editRow(host, 'hub', { config: `${sealed.slice(0, -4)}${sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA'}` });
    await expectBroken(connectors, 'sealed_damaged', /complete configuration/);
    expect((await connectors.get('hub')).config).toEqual({});
    await expect(connectors.readConfig('hub')).rejects.toMatchObject({ code: 'connector_broken' });
    await expect(connectors.update('hub', { syncProfile: true }, 'cli')).rejects.toMatchObject({
      code: 'connector_broken',
    });
    await expectMendable(connectors);
  });

  test('attack: a database row edited by hand: plain text in the place of the encrypted', async () => {
    const { host, connectors } = await withTwo();
    await editRow(host, 'hub', { config: JSON.stringify(github('canary-plain')) });
    await expectBroken(connectors, 'sealed_damaged', /remove it/);
    await expectMendable(connectors);
  });

  test('attack: a database row edited by hand: an older version of the configuration put back', async () => {
    const { host, connectors } = await withTwo();
    const [old] = await connectorRows(host);
    await connectors.update('hub', { config: github('second') }, 'cli');
    await editRow(host, 'hub', { config: old?.config ?? '' });
    await expectBroken(connectors, 'sealed_damaged', /remove it/);
    await expectMendable(connectors);
  });

  test('attack: ciphertext moved from another row', async () => {
    const { host, connectors } = await withTwo();
    const [, mail] = await connectorRows(host);
    await editRow(host, 'hub', { config: mail?.config ?? '' });
    await expectBroken(connectors, 'sealed_damaged', /moved/);
    await expectMendable(connectors);
  });

  test('attack: ciphertext moved from another row of the same package', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    for (const id of ['one', 'other']) {
      await connectors.create({ connectorId: 'oidc-standard', config: oidc(), metadata: { target: id }, id }, 'cli');
    }
    const [one] = await connectorRows(host);
    await editRow(host, 'other', { config: one?.config ?? '' });
    const list = await connectors.list();
    expect(list.map(({ id, problem }) => [id, problem?.code])).toEqual([
      ['one', undefined],
      ['other', 'sealed_damaged'],
    ]);
  });

  test('attack: a wrong key', async () => {
    const { host } = await withTwo();
    const other = createKeys(keysFromText(newKey(), 'OTHER'));
    const connectors = await openConnectors({ ...host, keys: other });
    const list = await connectors.list();
    expect(list.map(({ problem }) => problem?.code)).toEqual(['sealed_wrong_key', 'sealed_wrong_key']);
    expect(list[0]?.problem?.hint).toMatch(/OTHER.*Add the old key/s);
    await expect(connectors.useEmail()).rejects.toMatchObject({ code: 'connector_broken' });
    await connectors.update('hub', { config: github('new-secret') }, 'cli');
    expect((await connectors.use('hub')).id).toBe('hub');
    await connectors.remove('mail', 'cli');
    expect(await connectors.list()).toHaveLength(1);
  });

  test('a key that comes back makes the connector work again, without a restart', async () => {
    const { host } = await withTwo();
    const own = newKey();
    let text = own;
    const ring = { source: 'a test', read: () => keysFromText(text, 'KEYS').read() };
    const connectors = await openConnectors({ ...host, keys: createKeys(ring) });
    await expect(connectors.use('hub')).rejects.toMatchObject({ code: 'connector_broken' });
    text = `${own},${host.key}`;
    expect((await connectors.use('hub')).id).toBe('hub');
  });

  test('attack: a database row edited by hand: its other columns', async () => {
    const { host, connectors } = await withTwo();
    await connectors.create(
      { connectorId: 'oidc-standard', config: oidc(), metadata: { target: 'acme' }, id: 'acme' },
      'cli',
    );
    const edits = [
      [{ target: 'other' }, 'row_changed'],
      [{ platform: 'Web' }, 'row_changed'],
      [{ issuer: 'https://evil.test' }, 'row_changed'],
      [{ is_standard: 0 }, 'row_changed'],
      [{ metadata: '{"target":"acme","logo":"https://evil.test/track.png"}' }, 'row_changed'],
      [{ metadata: '{"target":"acme","logo":"data:text/html;base64,PHNjcmlwdD4="}' }, 'row_changed'],
      [{ metadata: 'no json' }, 'row_changed'],
      [{ version: 7 }, 'sealed_damaged'],
      [{ connector_id: 'oauth-standard' }, 'sealed_damaged'],
      [{ connector_id: "x'; drop table connectors; --" }, 'package_missing'],
    ] as const;
    const good = (await connectorRows(host)).find(({ id }) => id === 'acme');
    if (!good) throw new Error('There is no row.');
    for (const [columns, code] of edits) {
      await editRow(host, 'acme', columns);
      const view = await connectors.get('acme');
      expect(view.problem?.code, JSON.stringify(columns)).toBe(code);
      expect(view.logo).not.toMatch(/evil|html/);
      await expect(connectors.use('acme')).rejects.toMatchObject({ code: 'connector_broken' });
      expect((await connectors.use('hub')).id).toBe('hub');
      await editRow(host, 'acme', good);
    }
    expect((await connectors.use('acme')).id).toBe('acme');
    await editRow(host, 'acme', { target: 'github2' });
    await expect(connectors.update('acme', { config: oidc() }, 'cli')).rejects.toMatchObject({
      code: 'connector_broken',
    });
    await editRow(host, 'acme', { ...good, issuer: 'https://evil.test' });
    expect(await connectors.update('acme', { syncProfile: true }, 'cli')).toMatchObject({
      issuer: 'https://id.example.com',
    });
    expect(host.lines.filter(({ event }) => event === 'connector.broken').length).toBeGreaterThan(0);
  });

  test('a package that is missing, or broken, with the reason', async () => {
    const { host } = await withTwo();
    const withoutGithub = await installed(['smtp-email', 'google']);
    await expectBroken(await createConnectors(host, withoutGithub), 'package_missing', /Install the package/);

    const broken = {
      state: 'broken',
      packageName: '@jackfield/github',
      connectorId: 'github',
      problem: 'It is for spec version 2.',
    } as const;
    const connectors = await createConnectors(host, discoveryOf([...withoutGithub.packages, broken]));
    await expectBroken(connectors, 'package_broken', /@jackfield\/github: It is for spec version 2/);
    expect(await connectors.get('hub')).toMatchObject({
      name: {},
      logo: '',
      config: {},
      secretsSet: [],
      target: 'github',
    });
    expect(await connectors.readConfig('hub')).toMatchObject({ clientSecret: 'canary-secret' });
    await expect(connectors.update('hub', { config: github() }, 'cli')).rejects.toMatchObject({
      code: 'connector_broken',
    });
    await expect(connectors.create({ connectorId: 'github', config: github() }, 'cli')).rejects.toMatchObject({
      code: 'connector_broken',
    });
    await connectors.create({ connectorId: 'google', config: google() }, 'cli');
    await connectors.remove('hub', 'cli');
    expect(await connectors.list()).toHaveLength(2);
  });

  test('a configuration that no longer fits its guard', async () => {
    const { host } = await withTwo();
    const now = await loadPackage('github');
    const configGuard = z.strictObject({
      clientId: z.string(),
      clientSecret: z.string().meta({ secret: true }),
      tenant: z.string(),
    });
    const next = { ...now, module: { ...now.module, configGuard } };
    const connectors = await createConnectors(host, discoveryOf([next, await loadPackage('smtp-email')]));
    await expectBroken(connectors, 'invalid_config', /tenant: is missing/);
    const { config, secretsSet } = await connectors.get('hub');
    expect(config).toMatchObject({
      clientId: 'github-client',
      clientSecret: secretPlaceholder,
      scope: secretPlaceholder,
    });
    expect(secretsSet).toContain('clientSecret');
    await expect(connectors.update('hub', { syncProfile: true }, 'cli')).rejects.toMatchObject({
      code: 'invalid_config',
    });
  });

  test('a factory that fails, and one that gives something else', async () => {
    const { host } = await withTwo();
    const now = await loadPackage('github');
    const mail = await loadPackage('smtp-email');
    const withFactory = (factory: typeof now.module.default) =>
      createConnectors(host, discoveryOf([{ ...now, module: { ...now.module, default: factory } }, mail]));
    const failing = await withFactory(() => Promise.reject(new Error('canary in the text')));
    await expectBroken(failing, 'connector_failed', /@jackfield\/github: its factory throws/);
    await expect(failing.update('hub', { config: github() }, 'cli')).rejects.toMatchObject({
      code: 'connector_broken',
    });
    const odd = await withFactory((options) =>
      mail.module.default({ ...options, config: smtp() as never, getConfig: undefined }),
    );
    await expectBroken(odd, 'connector_failed', /no connector of the type/);
  });

  test('a connector that was stored before its package could name its issuer', async () => {
    const { host, connectors } = await withTwo();
    await editRow(host, 'hub', { issuer: null });
    expect((await connectors.useSocial('hub')).issuer).toBe('https://github.com/login/oauth');
  });
});
