import { expect, test } from 'vitest';
import { secretPlaceholder } from '../connectors/connectors.ts';
import { configurations } from '../testing/configurations.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { testApi } from './testing/test-api.ts';

const github = { connectorId: 'github', config: configurations.github() };

onEachDatabase((open) => {
  test('a connector is added, read, listed, changed and removed', async () => {
    const api = await testApi(await open());
    const created = await api.call('POST', '/connectors', { body: { ...github, id: 'gh', syncProfile: true } });
    expect(created).toMatchObject({ status: 201, body: { id: 'gh', target: 'github', version: 1, syncProfile: true } });
    expect(created.headers.get('etag')).toBe('"1"');
    expect(created.headers.get('location')).toBe('connectors/gh');
    expect(created.body.config).toMatchObject({ clientId: 'github-client', clientSecret: secretPlaceholder });
    expect((await api.call('GET', '/connectors/gh')).body).toEqual(created.body);
    expect((await api.call('GET', '/connectors')).body).toEqual([created.body]);

    const config = { ...created.body.config, clientId: 'another' };
    const changed = await api.call('PATCH', '/connectors/gh', { body: { config } });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, config: { clientId: 'another' } } });
    expect(await api.connectors.readConfig('gh')).toMatchObject({ clientId: 'another', clientSecret: 'github-secret' });

    expect(await api.call('DELETE', '/connectors/gh')).toMatchObject({ status: 204, text: '' });
    expect(await api.call('GET', '/connectors/gh')).toMatchObject({
      status: 404,
      body: { code: 'connector_not_found' },
    });
    expect(await api.call('DELETE', '/connectors/gh')).toMatchObject({ status: 404 });
    expect((await api.call('GET', '/connectors')).body).toEqual([]);
  });

  test('a connector is added with two logos, each as large as a logo may be', async () => {
    const api = await testApi(await open());
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg"><path d="${'M0 0h1v1z'.repeat(7000)}"/></svg>`;
    const logo = `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`;
    const metadata = { target: 'acme', logo, logoDark: logo };
    const body = { connectorId: 'oidc-standard', config: configurations.oidc(), metadata };
    const created = await api.call('POST', '/connectors', { body });
    expect(created).toMatchObject({ status: 201, body: { target: 'acme' } });
  });

  test('a change names the version that it was made on: 412 for the header, 409 for the body', async () => {
    const api = await testApi(await open());
    await api.call('POST', '/connectors', { body: { ...github, id: 'gh' } });
    const patch = (body: object, match?: string) =>
      api.call('PATCH', '/connectors/gh', { body, ...(match !== undefined && { headers: { 'if-match': match } }) });
    const first = await patch({ syncProfile: true }, '"1"');
    expect(first).toMatchObject({ status: 200, body: { version: 2 } });
    expect(first.headers.get('etag')).toBe('"2"');
    expect(await patch({ syncProfile: false }, '"1"')).toMatchObject({
      status: 412,
      body: { code: 'precondition_failed' },
    });
    expect(await patch({ syncProfile: false }, 'W/"2"')).toMatchObject({ status: 412 });
    expect(await patch({ syncProfile: false }, '"1", "2"')).toMatchObject({ status: 412 });
    expect(await patch({ syncProfile: false, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'version_conflict' },
    });
    expect(await patch({ syncProfile: false, version: 1 }, '"2"')).toMatchObject({ status: 400 });
    expect((await api.call('GET', '/connectors/gh')).body).toMatchObject({ version: 2, syncProfile: true });
    expect(await patch({ syncProfile: false }, '*')).toMatchObject({ status: 200, body: { version: 3 } });
    const remove = (match: string) => api.call('DELETE', '/connectors/gh', { headers: { 'if-match': match } });
    expect(await remove('"2"')).toMatchObject({ status: 412 });
    expect(await remove('"3"')).toMatchObject({ status: 204 });
  });

  test('refuses what Logto refuses, with its statuses', async () => {
    const api = await testApi(await open());
    const refused = async (body: object) => {
      const { status, body: problem } = await api.call('POST', '/connectors', { body });
      return [status, problem.code];
    };
    expect(await refused({ connectorId: 'nothing', config: {} })).toEqual([422, 'unknown_connector']);
    expect(await refused({ connectorId: 'oidc-standard', config: configurations.oidc() })).toEqual([
      400,
      'target_required',
    ]);
    expect(await refused({ ...github, metadata: { target: 'other' } })).toEqual([400, 'metadata_not_allowed']);
    expect(await refused({ connectorId: 'github', config: { clientId: 1 } })).toEqual([400, 'invalid_config']);
    const email = { connectorId: 'smtp-email', config: configurations.smtp() };
    expect(await refused({ ...email, syncProfile: true })).toEqual([422, 'sync_profile_not_allowed']);
    await api.call('POST', '/connectors', { body: github });
    expect(await refused(github)).toEqual([422, 'instance_exists']);
    const oidc = { connectorId: 'oidc-standard', config: configurations.oidc() };
    const created = await api.call('POST', '/connectors', { body: { ...oidc, metadata: { target: 'acme' } } });
    expect(await refused({ ...oidc, metadata: { target: 'acme' } })).toEqual([422, 'target_taken']);
    const retargeted = { metadata: { target: 'other' } };
    expect(await api.call('PATCH', `/connectors/${created.body.id}`, { body: retargeted })).toMatchObject({
      status: 400,
      body: { code: 'target_fixed' },
    });
  });

  test('a replaced e-mail connector is named', async () => {
    const api = await testApi(await open());
    const body = { connectorId: 'smtp-email', config: configurations.smtp() };
    const first = await api.call('POST', '/connectors', { body });
    expect(first.body.replaced).toBeUndefined();
    const second = await api.call('POST', '/connectors', { body });
    expect(second.body.replaced).toEqual({ id: first.body.id, connectorId: 'smtp-email' });
  });

  test('every wrong field is named, and no value', async () => {
    const api = await testApi(await open());
    const config = { clientId: '', clientSecret: ['canary-value'], clientSecrett: 'canary-value' };
    const { body, text } = await api.call('POST', '/connectors', { body: { connectorId: 'github', config } });
    expect(body.issues.map(({ path }) => path).toSorted()).toEqual(['clientId', 'clientSecret', 'clientSecrett']);
    expect(text).not.toContain('canary-value');
    const { body: shape } = await api.call('POST', '/connectors', {
      body: { connectorId: 1, confg: {}, syncProfile: 'yes' },
    });
    expect(shape).toMatchObject({ status: 400, code: 'invalid_request', title: 'Bad Request', retryable: false });
    expect(shape.issues.map(({ path }) => path).toSorted()).toEqual(
      ['config', 'confg', 'connectorId', 'syncProfile'].toSorted(),
    );
  });

  test('the audit log says who changed what, page by page, and is whole', async () => {
    const api = await testApi(await open());
    await api.call('POST', '/connectors', { body: { ...github, id: 'gh' } });
    await api.call('PATCH', '/connectors/gh', { body: { syncProfile: true } });
    const page = await api.call('GET', '/audit?limit=1&subject=gh');
    expect(page.body.entries).toMatchObject([{ action: 'connector.update', subject: 'gh' }]);
    expect(page.body.entries[0]?.actor).toMatch(/^token:/);
    const rest = await api.call('GET', `/audit?before=${page.body.next}`);
    expect(rest.body.entries.map(({ action }) => action)).toEqual(['connector.create', 'token.create', 'token.create']);
    expect(rest.body.next).toBeUndefined();
    expect((await api.call('GET', '/audit/verification')).body).toEqual({ intact: true, entries: 4 });
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'before=-1', 'other=1', 'limit=1&limit=2']) {
      expect(await api.call('GET', `/audit?${query}`), query).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
    }
  });

  test('what is installed is described, and need not be sent twice', async () => {
    const api = await testApi(await open());
    const { body } = await api.call('GET', '/connector-factories', { token: api.readToken });
    expect(body.factories.map(({ id }) => id)).toContain('github');
    expect(body.broken).toEqual([]);
    const one = await api.call('GET', '/connector-factories/github', { token: api.readToken });
    expect(one.body).toMatchObject({
      id: 'github',
      type: 'Social',
      platform: 'Universal',
      secretPaths: [['clientSecret']],
    });
    expect(one.body.readme).toMatch(/^# /);
    expect(one.body.logo).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(one.body.configSchema.properties.clientSecret).toMatchObject({ type: 'string', secret: true });
    expect(one.headers.get('cache-control')).toBe('private, no-cache');
    const etag = one.headers.get('etag') ?? '';
    const again = await api.call('GET', '/connector-factories/github', {
      headers: { 'if-none-match': `"x", W/${etag}` },
    });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers.get('etag')).toBe(etag);
    expect(await api.call('GET', '/connector-factories/nothing')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });
});
