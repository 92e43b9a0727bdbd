import { mkdtempSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type TestBody, testApi } from '../api/testing/test-api.ts';
import { secretPlaceholder } from '../connectors/connectors.ts';
import { configurations } from '../testing/configurations.ts';
import { openConnectors } from '../testing/connector-tables.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import { exportConnectors } from './export-connectors.ts';

const folder = mkdtempSync(join(tmpdir(), 'jackfield-secrets-'));
const outside = mkdtempSync(join(tmpdir(), 'jackfield-outside-'));
mkdirSync(join(folder, '..data'));
writeFileSync(join(folder, '..data', 'github'), 'canary-from-file\n');
symlinkSync('..data/github', join(folder, 'github'));
writeFileSync(join(outside, 'secret'), 'canary-outside');
symlinkSync(join(outside, 'secret'), join(folder, 'escape'));
symlinkSync(outside, join(folder, 'way-out'));
writeFileSync(join(folder, 'gigantic'), 'x'.repeat(65 * 1024));
writeFileSync(join(folder, 'binary'), Uint8Array.from([0xff, 0xfe]));
writeFileSync(join(folder, 'empty'), '\n');
afterAll(() => [folder, outside].forEach((path) => rmSync(path, { recursive: true })));

const environment = {
  JACKFIELD_SECRET_GITHUB: 'canary-from-env',
  JACKFIELD_SECRET_MAIL: 'canary-mail',
  JACKFIELD_SECRET_EMPTY: '',
  JACKFIELD_KEYS: 'canary-master-key',
  DATABASE_URL: 'postgres://user:canary-database@host/name',
};
const secrets = { environment, folder };

const fileOf = (connectors: readonly object[]) => ({ format: 'jackfield-connectors', version: 1, connectors });
const github = (clientSecret: string) => ({
  id: 'gh',
  connectorId: 'github',
  config: configurations.github(clientSecret),
});
const mail = { id: 'mail', connectorId: 'smtp-email', config: configurations.smtp('env:JACKFIELD_SECRET_MAIL') };

const auditOf = (host: TestHost) =>
  host.database.read((db) => db.selectFrom('audit').selectAll().where('action', 'like', 'connector.%').execute());

onEachDatabase((open) => {
  test('an export has the connector that took the place of another on the way', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    await connectors.create({ connectorId: 'smtp-email', config: configurations.smtp(), id: 'before' }, 'cli');
    let isReplaced = false;
    const exported = await exportConnectors(host, {
      ...connectors,
      async list() {
        const views = await connectors.list();
        if (isReplaced) return views;
        isReplaced = true;
        await connectors.create({ connectorId: 'smtp-email', config: configurations.smtp(), id: 'after' }, 'cli');
        return views;
      },
    });
    expect(exported.connectors.map(({ id }) => id)).toEqual(['after']);
    expect(exported.omitted).toEqual([]);
  });

  test('an export of one host is an import of another, with every secret from its reference', async () => {
    const source = await testApi(await open(), { secrets });
    for (const body of [
      { connectorId: 'github', config: configurations.github('canary-github'), id: 'gh', syncProfile: true },
      { connectorId: 'smtp-email', config: configurations.smtp('canary-smtp'), id: 'mail' },
      {
        connectorId: 'oidc-standard',
        config: configurations.oidc(undefined, 'canary-oidc'),
        id: 'acme',
        metadata: { target: 'acme', name: { en: 'Acme' } },
      },
      {
        connectorId: 'oidc-standard',
        config: configurations.oidc(undefined, 'canary-oidc-2'),
        id: 'ACME',
        metadata: { target: 'other' },
      },
    ]) {
      expect((await source.call('POST', '/connectors', { body })).status).toBe(201);
    }
    const exported = await source.call('GET', '/export', { token: source.readToken });
    expect(exported.text).not.toContain('canary');
    expect(exported.headers.get('content-disposition')).toContain('attachment');
    const { references } = exported.body;
    expect(references.map(({ reference }) => reference).toSorted()).toEqual([
      'env:JACKFIELD_SECRET_ACME_CLIENT_AUTHENTICATION_CLIENT_SECRET',
      'env:JACKFIELD_SECRET_ACME_CLIENT_AUTHENTICATION_CLIENT_SECRET_2',
      'env:JACKFIELD_SECRET_GH_CLIENT_SECRET',
      'env:JACKFIELD_SECRET_MAIL_AUTH_PASSWORD',
    ]);
    expect(references.every(({ isKnown }) => !isKnown)).toBe(true);

    const given = Object.fromEntries(
      references.map(({ connector, reference }) => [reference.slice(4), `secret-of-${connector}`]),
    );
    const target = await testApi(await open(), { secrets: { environment: given } });
    const imported = await target.call('POST', '/import', { body: exported.body });
    expect(imported).toMatchObject({ status: 200, body: { applied: true } });
    expect(imported.body.changes.map(({ action }) => action)).toEqual(['create', 'create', 'create', 'create']);
    expect(await target.connectors.readConfig('gh')).toMatchObject({ clientSecret: 'secret-of-gh' });
    expect(await target.connectors.readConfig('acme')).toMatchObject({
      clientAuthentication: { clientSecret: 'secret-of-acme' },
    });
    const views = (await target.call('GET', '/connectors')).list;
    const shown = ({ id, target: name, syncProfile, metadata }: TestBody) => ({
      id,
      name,
      syncProfile,
      metadata,
    });
    const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
    const { list: sources } = await source.call('GET', '/connectors');
    expect(views.map(shown).toSorted(byId)).toEqual(sources.map(shown).toSorted(byId));

    const again = await target.call('GET', '/export');
    expect(again.body.connectors).toEqual(exported.body.connectors);
    expect(again.body.references).toEqual(references.map((one) => ({ ...one, isKnown: true })));
    const repeated = await target.call('POST', '/import', { body: again.body });
    expect(repeated.body.changes.map(({ action }) => action)).toEqual(Array(4).fill('unchanged'));
  });

  test('a reference is remembered until its secret is changed by hand', async () => {
    const host = await open();
    const api = await testApi(host, { secrets });
    await api.call('POST', '/import', { body: fileOf([github('file:github')]) });
    expect(await api.connectors.readConfig('gh')).toMatchObject({ clientSecret: 'canary-from-file' });
    const referenceOf = async () => (await api.call('GET', '/export')).body.references[0];
    expect(await referenceOf()).toMatchObject({ reference: 'file:github', isKnown: true });
    await api.call('PATCH', '/connectors/gh', { body: { syncProfile: true } });
    expect(await referenceOf()).toMatchObject({ reference: 'file:github', isKnown: true });
    await api.call('PATCH', '/connectors/gh', { body: { config: configurations.github('by-hand') } });
    expect(await referenceOf()).toMatchObject({ reference: 'env:JACKFIELD_SECRET_GH_CLIENT_SECRET', isKnown: false });
    const rows = await host.database.read((db) => db.selectFrom('secret_references').selectAll().execute());
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('canary');
    await api.call('DELETE', '/connectors/gh');
    expect(await host.database.read((db) => db.selectFrom('secret_references').selectAll().execute())).toEqual([]);
  });

  test('attack: a made-up name that is another connector’s own reference', async () => {
    const named = { JACKFIELD_SECRET_GH_CLIENT_SECRET: 'secret-of-google' };
    const api = await testApi(await open(), { secrets: { environment: named } });
    const config = configurations.google('env:JACKFIELD_SECRET_GH_CLIENT_SECRET');
    await api.call('POST', '/import', { body: fileOf([{ id: 'google', connectorId: 'google', config }]) });
    await api.call('POST', '/connectors', { body: github('by-hand') });
    const { body } = await api.call('GET', '/export');
    expect(body.references).toMatchObject([
      { connector: 'gh', reference: 'env:JACKFIELD_SECRET_GH_CLIENT_SECRET_2', isKnown: false },
      { connector: 'google', reference: 'env:JACKFIELD_SECRET_GH_CLIENT_SECRET', isKnown: true },
    ]);
  });

  test('a dry run says what would change, and changes nothing', async () => {
    const host = await open();
    const api = await testApi(host, { secrets });
    await api.call('POST', '/connectors', { body: github('old') });
    await api.call('POST', '/connectors', {
      body: { connectorId: 'google', config: configurations.google(), id: 'goo' },
    });
    const before = await api.call('GET', '/connectors');
    const audit = await auditOf(host);
    const changed = { ...github(secretPlaceholder), syncProfile: true };
    const body = fileOf([{ ...changed, config: { ...changed.config, clientId: 'new' } }, mail]);
    const dry = await api.call('POST', '/import?dryRun=true&removeOthers=true', { body });
    expect(dry.body).toEqual({
      applied: false,
      changes: [
        { id: 'goo', connectorId: 'google', action: 'remove', fields: [] },
        { id: 'gh', connectorId: 'github', action: 'update', fields: ['config.clientId', 'syncProfile'] },
        {
          id: 'mail',
          connectorId: 'smtp-email',
          action: 'create',
          fields: expect.arrayContaining(['config.host', 'config.auth.password']),
        },
      ],
    });
    expect((await api.call('GET', '/connectors')).body).toEqual(before.body);
    expect(await auditOf(host)).toEqual(audit);
    const real = await api.call('POST', '/import?removeOthers=true', { body });
    expect(real.body).toEqual({ applied: true, changes: dry.body.changes });
    const { list: views } = await api.call('GET', '/connectors');
    expect(views.map(({ id }) => id).toSorted()).toEqual(['gh', 'mail']);
    expect(await api.connectors.readConfig('gh')).toMatchObject({ clientId: 'new', clientSecret: 'old' });
    expect((await api.call('GET', '/audit/verification')).body.intact).toBe(true);
    const details = (await auditOf(host)).slice(audit.length).map((entry) => JSON.parse(entry.details).imported);
    expect(details.length).toBe(3);
  });

  test('all or nothing: a file with anything wrong changes nothing, and all of it is named', async () => {
    const host = await open();
    const api = await testApi(host, { secrets });
    const refused = async (connectors: readonly object[]) => {
      const { status, body } = await api.call('POST', '/import', { body: fileOf(connectors) });
      expect(body.code).toBe('invalid_import');
      expect(status).toBe(422);
      return body.issues.map(({ path }) => path);
    };
    const google = { id: 'goo', connectorId: 'google', config: configurations.google('plain') };
    expect(
      await refused([
        google,
        { ...github('env:JACKFIELD_SECRET_UNSET') },
        { id: 'x', connectorId: 'nothing', config: {} },
        { ...mail, config: { ...mail.config, port: 'x', from: {} } },
        { id: 'new', connectorId: 'oidc-standard', config: configurations.oidc() },
      ]),
    ).toEqual([
      'connectors[1].config.clientSecret',
      'connectors[2]',
      'connectors[3].config.port',
      'connectors[3].config.from.address',
      'connectors[4]',
    ]);
    expect(await refused([google, { ...google, id: 'goo-2' }])).toEqual(['connectors[1]']);
    expect(await refused([google, google])).toEqual(['connectors[1].id']);
    expect(await refused([mail, { ...mail, id: 'mail-2' }])).toEqual(['connectors[1]']);
    expect(await refused([google, github(secretPlaceholder)])).toEqual(['connectors[1].config.clientSecret']);
    await api.call('POST', '/connectors', { body: { connectorId: 'github', config: configurations.github() } });
    expect(await refused([google, github('env:JACKFIELD_SECRET_GITHUB')])).toEqual(['connectors[1]']);
    expect((await api.call('GET', '/connectors')).body).toHaveLength(1);
    expect(await auditOf(host)).toHaveLength(1);
    for (const body of [
      {},
      { ...fileOf([]), version: 2 },
      { ...fileOf([]), format: 'other' },
      { ...fileOf([]), extra: 1 },
    ]) {
      expect((await api.call('POST', '/import', { body })).status).toBe(400);
    }
  });

  test('attack: a reference to a secret of the host, or of a file elsewhere', async () => {
    const api = await testApi(await open(), { secrets });
    const references = [
      'env:JACKFIELD_KEYS',
      'env:DATABASE_URL',
      'env:PATH',
      'env:__proto__',
      'env:JACKFIELD_SECRET_EMPTY',
      'env:JACKFIELD_SECRET_',
      'env:jackfield_secret_github',
      'env:JACKFIELD_SECRET_GITHUB\u0000',
      'env: JACKFIELD_SECRET_GITHUB',
      `file:${join(outside, 'secret')}`,
      'file:/etc/passwd',
      'file:../../etc/passwd',
      'file:github/../../../etc/passwd',
      'file:escape',
      'file:way-out/secret',
      'file:.',
      'file:',
      'file:gigantic',
      'file:binary',
      'file:empty',
      'file:missing',
      'file:github\u0000.txt',
      `file:${folder}-other/secret`,
    ];
    for (const reference of references) {
      const answer = await api.call('POST', '/import?dryRun=true', {
        body: fileOf([github(reference)]),
        address: String(references.indexOf(reference)),
      });
      expect(answer, reference).toMatchObject({
        status: 422,
        body: { issues: [{ path: 'connectors[0].config.clientSecret' }] },
      });
      expect(answer.text).not.toMatch(/canary|jackfield-outside|root:/);
    }
  });

  test('attack: a reference where its secret would be shown', async () => {
    const api = await testApi(await open(), { secrets });
    const from = { address: 'no-reply@example.com', name: 'env:JACKFIELD_SECRET_GITHUB' };
    const answer = await api.call('POST', '/import', { body: fileOf([{ ...mail, config: { ...mail.config, from } }]) });
    expect(answer.status).toBe(200);
    expect((await api.call('GET', '/connectors/mail')).body.config.from).toEqual(from);
    const unknown = { ...configurations.github(), note: 'env:JACKFIELD_SECRET_GITHUB' };
    const refused = await api.call('POST', '/import', {
      body: fileOf([{ id: 'gh', connectorId: 'github', config: unknown }]),
    });
    expect(refused.status).toBe(422);
    expect(refused.text).not.toContain('canary');
  });

  test('without a folder no file is read', async () => {
    const api = await testApi(await open(), { secrets: { environment } });
    const answer = await api.call('POST', '/import', { body: fileOf([github(`file:${join(folder, 'github')}`)]) });
    expect(answer.body.issues[0]?.problem).toContain('no folder for secrets');
  });

  test('a change by somebody else between check and store makes the import fail whole', async () => {
    const host = await open();
    const api = await testApi(host, { secrets });
    await api.call('POST', '/import', { body: fileOf([github('a'), mail]) });
    const imports = [1, 2, 3, 4].map((number) =>
      api.call('POST', '/import', {
        body: fileOf([
          { ...github('a'), config: { ...configurations.github('a'), clientId: `client-${number}` } },
          { ...mail, config: { ...mail.config, from: { address: `from-${number}@example.com` } } },
        ]),
      }),
    );
    const statuses = (await Promise.all(imports)).map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    const { clientId } = await api.connectors.readConfig('gh');
    const { from } = await api.connectors.readConfig('mail');
    expect(from).toMatchObject({ address: `from-${String(clientId).split('-')[1]}@example.com` });
  });

  test('a connector that cannot be read is left out of the export, and named', async () => {
    const host = await open();
    const api = await testApi(host, { secrets });
    await api.call('POST', '/import', { body: fileOf([github('file:github'), mail]) });
    await host.database.write((tx) =>
      tx.updateTable('connectors').set({ config: 'v1.x.y' }).where('id', '=', 'gh').execute(),
    );
    await host.database.write((tx) =>
      tx.updateTable('meta').set({ value: '99' }).where('name', '=', 'revision').execute(),
    );
    const { body } = await api.call('GET', '/export');
    expect(body.connectors.map(({ id }) => id)).toEqual(['mail']);
    expect(body.omitted).toEqual([{ id: 'gh', connectorId: 'github', code: expect.stringMatching(/^sealed_/) }]);
  });
});
