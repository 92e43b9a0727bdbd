import { expect, test } from 'vitest';
import { configurations } from '../testing/configurations.ts';
import { addIdentity, auditRows, connectorRows, openConnectors, revision } from '../testing/connector-tables.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { secretPlaceholder } from './connectors.ts';

const { github, oidc, oauth, smtp, twilio, logto } = configurations;

onEachDatabase((open) => {
  test('stores what was validated, sealed, with what follows from it', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    const { connector } = await connectors.create(
      {
        connectorId: 'github',
        config: github('canary-secret'),
        syncProfile: true,
        tokenStorage: true,
        id: 'my-github',
      },
      'operator:1',
    );
    const [row, ...others] = await connectorRows(host);
    expect(others).toEqual([]);
    expect(row).toEqual({
      id: 'my-github',
      connector_id: 'github',
      type: 'Social',
      target: 'github',
      platform: 'Universal',
      issuer: 'https://github.com/login/oauth',
      is_standard: 0,
      metadata: '{}',
      sync_profile: 1,
      token_storage: 1,
      config: expect.stringMatching(/^v1\.[\w-]{8}\.[\w-]+$/),
      version: 1,
      created_at: connector.createdAt,
      updated_at: connector.createdAt,
    });
    const context = ['connectors', 'my-github', 'github', 1];
    expect(JSON.parse(host.keys.open(row?.config ?? '', context))).toEqual({
      ...github('canary-secret'),
      scope: 'user:email',
      allowSignup: true,
    });
    expect(connector).toMatchObject({
      id: 'my-github',
      connectorId: 'github',
      name: { en: 'GitHub' },
      logo: expect.stringMatching(/^data:image\/svg\+xml;base64,/),
      config: { clientId: 'github-client', clientSecret: secretPlaceholder, allowSignup: true },
      secretsSet: ['clientSecret'],
      syncProfile: true,
      tokenStorage: true,
      version: 1,
    });
    expect(connector.problem).toBeUndefined();
    expect(await connectors.list()).toEqual([connector]);
    expect(await connectors.get('my-github')).toEqual(connector);
    expect(await connectors.readConfig('my-github')).toMatchObject({ clientSecret: 'canary-secret' });
    expect(await revision(host)).toBe(1);
    expect(await auditRows(host)).toMatchObject([
      { actor: 'operator:1', action: 'connector.create', subject: 'my-github' },
    ]);
    expect(JSON.parse((await auditRows(host))[0]?.details ?? '')).toEqual({
      connectorId: 'github',
      config: ['clientId', 'clientSecret', 'scope', 'allowSignup'],
      syncProfile: true,
      tokenStorage: true,
    });
  });

  test('a connector of the web is used with its own configuration', async () => {
    const connectors = await openConnectors(await open());
    const { connector } = await connectors.create(
      { connectorId: 'oidc-standard', config: oidc(), metadata: { target: 'acme' } },
      'cli',
    );
    const live = await connectors.useSocial(connector.id);
    expect(live).toMatchObject({ target: 'acme', issuer: 'https://id.example.com', version: 1 });
    expect(await live.instance.getIssuer?.()).toBe('https://id.example.com');
    expect(await connectors.listSocial()).toEqual([live]);
    expect((await connectors.use(connector.id)).instance).toBe(live.instance);
    await expect(connectors.useEmail()).rejects.toMatchObject({ code: 'connector_not_found' });
  });

  test('a standard connector has many instances, each with a target, name and logos', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    const add = (target: string, metadata = {}) =>
      connectors.create({ connectorId: 'oidc-standard', config: oidc(), metadata: { target, ...metadata } }, 'cli');
    await add('one');
    const { connector } = await add('two', { name: { en: 'Two', de: 'Zwei' } });
    expect(connector).toMatchObject({ target: 'two', name: { en: 'Two', de: 'Zwei' }, isStandard: true });
    expect((await connectorRows(host)).map(({ target, metadata }) => [target, metadata])).toEqual([
      ['one', '{"target":"one"}'],
      ['two', '{"target":"two","name":{"en":"Two","de":"Zwei"}}'],
    ]);
    await expect(add('two')).rejects.toMatchObject({ code: 'target_taken', status: 422 });
    await expect(add('Upper')).rejects.toMatchObject({ code: 'invalid_metadata' });
    await expect(add('three', { name: { de: 'Drei' } })).rejects.toMatchObject({ code: 'invalid_metadata' });
    await expect(add('three', { platform: 'Web' })).rejects.toMatchObject({ code: 'invalid_metadata' });
    await expect(connectors.create({ connectorId: 'oidc-standard', config: oidc() }, 'cli')).rejects.toMatchObject({
      code: 'target_required',
      status: 400,
    });
    expect(await connectorRows(host)).toHaveLength(2);
    expect(await auditRows(host)).toHaveLength(2);
  });

  test('any other has one instance, and no metadata of its own', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    const add = (metadata?: object) =>
      connectors.create({ connectorId: 'github', config: github(), ...(metadata && { metadata }) }, 'cli');
    await expect(add({ target: 'hub' })).rejects.toMatchObject({ code: 'metadata_not_allowed', status: 400 });
    await add({});
    await expect(add()).rejects.toMatchObject({ code: 'instance_exists', status: 422 });
    const rival = connectors.create(
      { connectorId: 'oauth-standard', config: oauth(), metadata: { target: 'github' } },
      'cli',
    );
    await expect(rival).rejects.toMatchObject({ code: 'target_taken' });
    expect(await connectorRows(host)).toHaveLength(1);
  });

  test('governance has many instances', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    for (const id of ['eu', 'us'])
      await connectors.create({ connectorId: 'logto-governance', config: logto(), id }, 'cli');
    expect((await connectorRows(host)).map(({ id, type, platform, issuer }) => [id, type, platform, issuer])).toEqual([
      ['eu', 'Governance', null, null],
      ['us', 'Governance', null, null],
    ]);
    expect((await connectors.use('us')).instance.type).toBe('Governance');
  });

  test('another e-mail connector replaces the active one, and says so; SMS is apart', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    const first = await connectors.create({ connectorId: 'smtp-email', config: smtp('one'), id: 'first' }, 'cli');
    expect(first.replaced).toBeUndefined();
    await connectors.create({ connectorId: 'twilio-sms', config: twilio(), id: 'sms' }, 'cli');
    const second = await connectors.create({ connectorId: 'smtp-email', config: smtp('two'), id: 'second' }, 'cli');
    expect(second.replaced).toEqual({ id: 'first', connectorId: 'smtp-email' });
    expect((await connectorRows(host)).map(({ id }) => id).toSorted()).toEqual(['second', 'sms']);
    expect((await connectors.useEmail()).id).toBe('second');
    expect((await connectors.useSms()).id).toBe('sms');
    await expect(connectors.use('first')).rejects.toMatchObject({ code: 'connector_not_found' });
    const last = (await auditRows(host)).at(-1);
    expect(last).toMatchObject({ action: 'connector.replace', subject: 'second' });
    expect(JSON.parse(last?.details ?? '')).toMatchObject({ replaced: { id: 'first', connectorId: 'smtp-email' } });
  });

  test('a connector that comes back under its old id gets its new configuration', async () => {
    const connectors = await openConnectors(await open());
    const create = (host: string) =>
      connectors.create({ connectorId: 'smtp-email', config: smtp('pass', host), id: 'mail' }, 'cli');
    await create('one.example.com');
    const before = await connectors.useEmail();
    await create('two.example.com');
    const after = await connectors.useEmail();
    expect([before.version, after.version]).toEqual([1, 1]);
    expect(after.instance).not.toBe(before.instance);
    expect((await connectors.get('mail')).config).toMatchObject({ host: 'two.example.com' });
  });

  test('refusals store nothing, and are not in the log', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    await connectors.create({ connectorId: 'twilio-sms', config: twilio(), id: 'sms' }, 'cli');
    const refusals = [
      [{ connectorId: 'nobody', config: {} }, 'unknown_connector', 422],
      [{ connectorId: 'github', config: { clientId: 'x' } }, 'invalid_config', 400],
      [{ connectorId: 'github', config: undefined }, 'invalid_config', 400],
      [{ connectorId: 'github', config: 'text' }, 'invalid_config', 400],
      [{ connectorId: 'github', config: { ...github(), clientSecrets: 'x' } }, 'invalid_config', 400],
      [{ connectorId: 'github', config: github(secretPlaceholder) }, 'invalid_config', 400],
      [{ connectorId: 'smtp-email', config: smtp(), syncProfile: true }, 'sync_profile_not_allowed', 422],
      [{ connectorId: 'smtp-email', config: smtp(), tokenStorage: true }, 'token_storage_not_supported', 422],
      [{ connectorId: 'github', config: github(), id: 'sms' }, 'id_taken', 422],
      [{ connectorId: 'github', config: github(), id: 'a b' }, 'invalid_request', 400],
      [{ connectorId: 'github', config: github(), id: '' }, 'invalid_request', 400],
    ] as const;
    for (const [request, code, status] of refusals) {
      await expect(connectors.create(request, 'cli'), `${code}: ${JSON.stringify(request)}`).rejects.toMatchObject({
        code,
        status,
      });
    }
    expect(await connectorRows(host)).toHaveLength(1);
    expect(await auditRows(host)).toHaveLength(1);
    expect(await revision(host)).toBe(1);
  });

  test('an invalid configuration names every wrong field, and no value', async () => {
    const connectors = await openConnectors(await open());
    const config = { clientId: 'has space canary-1', clientSecret: 'canary-2\n', scope: ['canary-3'] };
    const error: unknown = await connectors
      .create({ connectorId: 'github', config }, 'cli')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'invalid_config',
      issues: [{ path: 'clientId' }, { path: 'clientSecret' }, { path: 'scope' }],
    });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  test('attack: another issuer behind a target that has identities, by removing and adding anew', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    const create = (issuer: string, allowIssuer?: string) =>
      connectors.create(
        {
          connectorId: 'oidc-standard',
          config: oidc(issuer),
          metadata: { target: 'acme' },
          id: 'acme',
          ...(allowIssuer !== undefined && { allowIssuer }),
        },
        'cli',
      );
    await create('https://id.example.com');
    await addIdentity(host, 'acme', 'https://id.example.com');
    await connectors.remove('acme', 'cli');
    await expect(create('https://evil.example.com')).rejects.toMatchObject({
      code: 'identity_source_changed',
      status: 409,
    });
    await expect(create('https://evil.example.com', 'https://id.example.com')).rejects.toMatchObject({
      code: 'identity_source_changed',
    });
    await create('https://id.example.com');
    await connectors.remove('acme', 'cli');
    const forced = await create('https://evil.example.com', 'https://evil.example.com');
    expect(forced.connector.issuer).toBe('https://evil.example.com');
  });

  test('an OAuth connector with the target and issuer of another reaches the same accounts', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    await addIdentity(host, 'github', 'https://github.com/login/oauth');
    const config = { ...oauth(), issuer: { url: 'https://github.com/login/oauth' } };
    const { connector } = await connectors.create(
      { connectorId: 'oauth-standard', config, metadata: { target: 'github' } },
      'cli',
    );
    expect(connector).toMatchObject({ target: 'github', issuer: 'https://github.com/login/oauth' });
  });
});
