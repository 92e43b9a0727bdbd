import { expect, test } from 'vitest';
import { configurations } from '../testing/configurations.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import { apiLimits } from './limits.ts';
import { origin, testApi, type TestApi } from './testing/test-api.ts';

const github = { connectorId: 'github', config: configurations.github() };
const sameOrigin = { origin, 'sec-fetch-site': 'same-origin' };
const cookieName = '__Host-jackfield-operator';

async function signIn(api: TestApi, token = api.token): Promise<string> {
  const answer = await api.call('POST', '/session', { token: '', body: { token }, headers: sameOrigin });
  expect(answer.status).toBe(201);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const rowsOf = (host: TestHost, table: 'api_tokens' | 'operator_sessions') =>
  host.database.read((db) => db.selectFrom(table).selectAll().execute());

onEachDatabase((open) => {
  test('attack: no, wrong, truncated admin token', async () => {
    const api = await testApi(await open());
    const { token } = api;
    const wrong = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${token.slice(0, -1)}`,
      `Bearer ${token}x`,
      `Bearer ${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      `Bearer ${token.toLowerCase()}`,
      `Bearer ${token.slice('jf_'.length)}`,
      `Bearer ${token} ${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Basic ${Buffer.from(`${token}:`).toString('base64')}`,
      token,
      "Bearer jf_' or 1=1; --aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      'Bearer jf_%',
    ];
    for (const [index, authorization] of wrong.entries()) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const answer = await api.call('GET', '/connectors', { token: '', headers, address: `198.51.100.${index}` });
      expect(answer, authorization).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="jackfield"');
    }
    expect((await api.call('GET', '/connectors')).status).toBe(200);
    expect(
      (await api.call('GET', '/connectors', { token: '', headers: { authorization: `bearer  ${token}` } })).status,
    ).toBe(200);
  });

  test('every operation but the document and the sign-in needs a token, and those that change something one to write', async () => {
    const api = await testApi(await open());
    const free: string[] = [];
    const readable: string[] = [];
    for (const [path, operations] of Object.entries(api.document.paths)) {
      for (const method of Object.keys(operations)) {
        const name = `${method.toUpperCase()} ${path}`;
        const asked = path.replace(/\{\w+\}/, 'some');
        const body = method === 'get' || method === 'delete' ? {} : { body: {} };
        const address = `203.0.113.${free.length + readable.length}`;
        const anonymous = await api.call(method.toUpperCase(), asked, { ...body, token: '', address });
        if (anonymous.status !== 401) free.push(name);
        const reading = await api.call(method.toUpperCase(), asked, { ...body, token: api.readToken, address });
        if (reading.status !== 403) readable.push(name);
      }
    }
    const document = ['GET /openapi.json', 'GET /docs'];
    const session = ['POST /session', 'DELETE /session'];
    expect(free.toSorted()).toEqual([...document, ...session].toSorted());
    expect(readable.filter((name) => !name.startsWith('GET ') && !session.includes(name))).toEqual([]);
    expect(readable).not.toContain('GET /tokens');
  });

  test('attack: read-scope token writing', async () => {
    const host = await open();
    const api = await testApi(host);
    const token = api.readToken;
    for (const [method, path, body] of [
      ['POST', '/connectors', github],
      ['POST', '/tokens', { name: 'more', scope: 'write' }],
      ['POST', '/import', { format: 'jackfield-connectors', version: 1, connectors: [] }],
    ] as const) {
      expect(await api.call(method, path, { token, body })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    const cookie = await signIn(api, token);
    const answer = await api.call('POST', '/connectors', { cookie, body: github, headers: sameOrigin });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await api.call('GET', '/connectors', { token })).body).toEqual([]);
    expect(await rowsOf(host, 'api_tokens')).toHaveLength(2);
  });

  test('a token is shown once, stored as a hash, ends when it says, and can be revoked', async () => {
    let now = Date.now();
    const host = await open({ clock: { now: () => now } });
    const api = await testApi(host);
    const wanted = { name: 'ci', scope: 'read', expiresAt: now + 60_000 };
    const { body: made } = await api.call('POST', '/tokens', { body: wanted });
    expect(made).toMatchObject(wanted);
    expect(made.token).toMatch(/^jf_[\w-]{43}$/);
    expect(JSON.stringify(await rowsOf(host, 'api_tokens'))).not.toContain(made.token.slice(3));
    const list = await api.call('GET', '/tokens');
    expect(list.text).not.toContain(made.token);
    expect(list.list.map(({ name }) => name)).toContain('ci');

    const status = async (token: string) => (await api.call('GET', '/connectors', { token })).status;
    expect(await status(made.token)).toBe(200);
    now += 60_000;
    expect(await status(made.token)).toBe(401);
    const reader = list.list.find(({ name }) => name === 'test read');
    expect((await api.call('DELETE', `/tokens/${reader?.id}`)).status).toBe(204);
    expect(await status(api.readToken)).toBe(401);
    expect((await api.call('DELETE', `/tokens/${reader?.id}`)).status).toBe(404);
    const actions = (await api.call('GET', '/audit')).body.entries.map(({ action }) => action);
    expect(actions).toEqual(['token.revoke', 'token.create', 'token.create', 'token.create']);
  });

  test('attack: a token for an hour that makes one for good', async () => {
    const api = await testApi(await open());
    const expiresAt = Date.now() + 3_600_000;
    const token = await api.createToken('write', expiresAt);
    const make = (body: object) =>
      api.call('POST', '/tokens', { token, body: { name: 'mine', scope: 'write', ...body } });
    expect((await make({ expiresAt: null })).status).toBe(403);
    expect((await make({ expiresAt: expiresAt + 1 })).status).toBe(403);
    expect(await make({})).toMatchObject({ status: 201, body: { expiresAt } });
    expect((await make({ expiresAt: Date.now() - 1 })).status).toBe(400);
  });

  test('the console signs in with a token, and out', async () => {
    const host = await open();
    const api = await testApi(host);
    const answer = await api.call('POST', '/session', { token: '', body: { token: api.token }, headers: sameOrigin });
    expect(answer.body).toMatchObject({ kind: 'session', scope: 'write', name: 'test write' });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-jackfield-operator=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; Secure; SameSite=Strict$/,
    );
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(JSON.stringify(await rowsOf(host, 'operator_sessions'))).not.toContain(cookie.split('=')[1]);
    expect((await api.call('GET', '/session', { cookie })).body).toMatchObject({ kind: 'session', scope: 'write' });
    expect((await api.call('GET', '/session')).body).toMatchObject({ kind: 'token' });
    await api.call('POST', '/connectors', { cookie, body: github, headers: sameOrigin });
    const { entries } = (await api.call('GET', '/audit?limit=1', { cookie })).body;
    expect(entries[0]?.actor).toMatch(/^operator:/);

    const signedOut = await api.call('DELETE', '/session', { cookie, headers: sameOrigin });
    expect(signedOut.headers.get('set-cookie')).toMatch(/^__Host-jackfield-operator=; Path=\/; Max-Age=0; HttpOnly/);
    expect((await api.call('GET', '/session', { cookie })).status).toBe(401);
  });

  test('a session ends with its token, and by itself', async () => {
    let now = Date.now();
    const host = await open({ clock: { now: () => now } });
    const api = await testApi(host);
    const status = async (cookie: string) => (await api.call('GET', '/session', { cookie })).status;
    const brief = await signIn(api, await api.createToken('read', now + 1000));
    const long = await signIn(api);
    const reader = await signIn(api, api.readToken);
    now += 1000;
    expect([await status(brief), await status(long)]).toEqual([401, 200]);
    const { list: tokens } = await api.call('GET', '/tokens');
    const found = tokens.find(({ name, expiresAt }) => name === 'test read' && expiresAt === null);
    await api.call('DELETE', `/tokens/${found?.id}`);
    expect(await status(reader)).toBe(401);
    now += 12 * 3_600_000;
    expect(await status(long)).toBe(401);
    await signIn(api);
    expect(await rowsOf(host, 'operator_sessions')).toHaveLength(1);
  });

  test('attack: cross-site requests with the operator’s cookie', async () => {
    const api = await testApi(await open());
    const cookie = await signIn(api);
    const foreign: readonly Record<string, string>[] = [
      {},
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { origin: `${origin}.evil.test` },
      { origin: 'http://login.example.test' },
      { origin, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { referer: `${origin}/console` },
    ];
    for (const headers of foreign) {
      const label = JSON.stringify(headers);
      const create = await api.call('POST', '/connectors', { cookie, body: github, headers });
      expect(create, label).toMatchObject({ status: 403, body: { code: 'cross_site_request' } });
      expect((await api.call('DELETE', '/connectors/x', { cookie, headers })).status, label).toBe(403);
      expect((await api.call('DELETE', '/session', { cookie, headers })).status, label).toBe(403);
      const planted = await api.call('POST', '/session', { token: '', body: { token: api.token }, headers });
      expect(planted.status, label).toBe(403);
      expect(planted.headers.has('set-cookie')).toBe(false);
    }
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonx',
    ]) {
      const headers = { ...sameOrigin, 'content-type': type };
      const answer = await api.call('POST', '/connectors', { cookie, body: JSON.stringify(github), headers });
      expect(answer, type).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    }
    expect((await api.call('GET', '/connectors', { cookie })).body).toEqual([]);
    const own: readonly Record<string, string>[] = [sameOrigin, { origin }, { 'sec-fetch-site': 'same-origin' }];
    for (const headers of own) {
      const answer = await api.call('POST', '/tokens', { cookie, body: { name: 'own', scope: 'read' }, headers });
      expect(answer.status).toBe(201);
    }
  });

  test('attack: a cookie planted beside the operator’s own', async () => {
    const api = await testApi(await open());
    const own = await signIn(api);
    const planted = `${cookieName}=${'A'.repeat(43)}`;
    for (const cookie of [
      `${planted}; ${own}`,
      `${own}; ${planted}`,
      own.replace('__Host-', ''),
      own.toLowerCase(),
      `${own}x`,
    ]) {
      expect((await api.call('GET', '/session', { cookie })).status, cookie).toBe(401);
    }
    expect((await api.call('GET', '/session', { cookie: `a=b; ${own}; c=d` })).status).toBe(200);
    const both = await api.call('GET', '/session', { cookie: own, headers: { authorization: 'Bearer wrong' } });
    expect(both.status).toBe(401);
  });

  test('on loopback without TLS the cookie has the name that browsers accept there', async () => {
    const api = await testApi(await open(), { publicUrl: 'http://127.0.0.1:3000' });
    const headers = { origin: 'http://127.0.0.1:3000' };
    const answer = await api.call('POST', '/session', { token: '', body: { token: api.token }, headers });
    expect(answer.headers.get('set-cookie')).toMatch(/^jackfield-operator=[\w-]{43}; .*SameSite=Strict$/);
  });

  test('attack: guessing tokens is slowed down by address, and the others go on', async () => {
    let now = Date.now();
    const api = await testApi(await open({ clock: { now: () => now } }));
    const guess = (address: string) => api.call('GET', '/connectors', { token: `jf_${'A'.repeat(43)}`, address });
    const statuses: number[] = [];
    for (let count = 0; count <= apiLimits.failures.limit; count += 1)
      statuses.push((await guess('198.51.100.7')).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(apiLimits.failures.limit);
    const limited = await guess('198.51.100.7');
    expect(limited).toMatchObject({ status: 429, body: { code: 'too_many_requests', retryable: true } });
    expect(limited.headers.get('retry-after')).toBe(String(limited.body.retryAfter));
    const signingIn = { token: '', body: { token: 'jf_wrong' }, headers: sameOrigin, address: '198.51.100.7' };
    expect((await api.call('POST', '/session', signingIn)).status).toBe(429);
    expect((await guess('198.51.100.8')).status).toBe(401);
    expect((await api.call('GET', '/connectors', { address: '198.51.100.7' })).status).toBe(200);
    now += 60_000;
    expect((await guess('198.51.100.7')).status).toBe(401);
  });

  test('requests are limited by address and by token, over all processes', async () => {
    const now = Date.now();
    const host = await open({ clock: { now: () => now } });
    const [api, other] = [await testApi(host), await testApi({ ...host, ...(await host.again()) })];
    const { token } = api;
    await host.database.write((tx) => tx.updateTable('counters').set({ count: apiLimits.token.limit }).execute());
    expect((await api.call('GET', '/session', { address: '203.0.113.1' })).status).toBe(200);
    await host.database.write((tx) =>
      tx.updateTable('counters').set({ count: apiLimits.token.limit }).where('name', 'like', 'api:token:%').execute(),
    );
    expect((await other.call('GET', '/session', { token, address: '203.0.113.2' })).status).toBe(429);
    expect((await other.call('GET', '/session', { address: '203.0.113.2' })).status).toBe(200);
    await host.database.write((tx) =>
      tx
        .updateTable('counters')
        .set({ count: apiLimits.address.limit })
        .where('name', '=', 'api:address:203.0.113.2')
        .execute(),
    );
    expect((await other.call('GET', '/openapi.json', { address: '203.0.113.2' })).status).toBe(429);
    expect((await other.call('GET', '/unknown', { address: '203.0.113.2' })).status).toBe(429);
  });
});
