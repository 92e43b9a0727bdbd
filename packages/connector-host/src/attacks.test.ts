import { randomBytes } from 'node:crypto';
import { type FakeSmtpServer, startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { createRuntime } from '@jackfield/egress';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createHost, type Host, type HostOptions } from './host.ts';
import { keysFromText } from './keys/key-ring.ts';
import { startServer } from './server/start-server.ts';
import type { SignInEvent } from './sign-in/parts.ts';
import { digitsOf } from './testing/codes-host.ts';
import { onEachDatabase, type TestHost } from './testing/databases.ts';
import { installed } from './testing/packages.ts';

const closing: (() => Promise<void>)[] = [];
let smtp: FakeSmtpServer;
beforeAll(async () => {
  smtp = await startSmtpServer();
});
afterAll(() => smtp.close());
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Served {
  readonly host: Host;
  readonly url: string;
  /** Posts JSON, or a form, or nothing at all, from a page of the host. */
  post(path: string, body?: object | string, headers?: Record<string, string>): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** A code that was sent to `to`, and the cookie of the browser that asked. */
  codeFor(to: string): Promise<{ attempt: { to: string; purpose: string; code: string }; cookie: string }>;
  bearer(): Promise<{ authorization: string }>;
}

/** A whole host that listens, with GitHub as `gh` and the mail server as `mail`. */
async function serve(base: TestHost, options: Partial<HostOptions> = {}): Promise<Served> {
  const runtime = createRuntime({ egress: { privateHosts: [`${smtp.host}:${smtp.port}`] } });
  let host: Host | undefined;
  const server = await startServer(
    { log: base.log, random: { bytes: randomBytes } },
    { port: 0, fetch: (request, peer) => host?.fetch(request, peer) ?? new Response(null, { status: 503 }) },
  );
  const url = `http://127.0.0.1:${server.port}`;
  const opened = await createHost({
    databaseUrl: base.url,
    keyRing: keysFromText(base.key, 'TEST_KEY_SOURCE'),
    discovery: await installed(['github', 'smtp-email', 'oidc-standard']),
    settings: { publicUrl: url },
    runtime,
    log: base.log,
    ...options,
  });
  host = opened;
  closing.push(
    () => runtime.close(),
    () => opened.close(),
    () => server.close({ deadline: 0 }),
  );
  const github = { clientId: 'github-client', clientSecret: 'github-secret' };
  await opened.connectors.create({ id: 'gh', connectorId: 'github', config: github }, 'cli');
  const auth = { kind: 'login', user: smtp.user, password: smtp.password };
  const from = { address: 'no-reply@example.test' };
  const mail = { host: smtp.host, port: smtp.port, ca: smtp.ca, auth, from };
  await opened.connectors.create({ id: 'mail', connectorId: 'smtp-email', config: mail }, 'cli');

  const post: Served['post'] = (path, body, headers = {}) => {
    const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
    return fetch(`${url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url, ...(body !== undefined && { 'content-type': type }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  };
  return {
    host: opened,
    url,
    post,
    get: (path, headers = {}) => fetch(`${url}${path}`, { redirect: 'manual', headers }),
    async codeFor(to) {
      const asked = { to, purpose: 'SignIn' };
      const cookie = cookiesOf(await post('/codes', asked));
      return { attempt: { ...asked, code: digitsOf(smtp.mails.at(-1)?.text ?? '') }, cookie };
    },
    async bearer() {
      const { token } = await opened.tokens.create({ name: 'test', scope: 'write' }, 'cli');
      return { authorization: `Bearer ${token}` };
    },
  };
}

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

onEachDatabase((open) => {
  test('attack: a code as a way around the application that refuses a sign-in', async () => {
    const base = await open();
    const heard: SignInEvent[] = [];
    const { host, post, codeFor } = await serve(base, {
      codes: { resendPause: 1 },
      signIn: {
        onSignIn(event) {
          heard.push(event);
          return event.user.email?.endsWith('@example.com') === true ? undefined : { refuse: 'Staff only.' };
        },
      },
    });
    const stranger = await codeFor('eve@evil.test');
    const refused = await post('/codes/verify', stranger.attempt, { cookie: stranger.cookie });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'sign_in_refused', hint: 'Staff only.' });
    expect(refused.headers.getSetCookie()).toEqual([]);
    const users = () => base.database.read((db) => db.selectFrom('users').select('email').execute());
    expect(await users()).toEqual([]);
    expect((await host.audit.list({ limit: 2 })).map(({ action }) => action)).toEqual(['user.remove', 'user.create']);

    for (const isNewUser of [true, false]) {
      const { attempt, cookie } = await codeFor('ada@example.com');
      const admitted = await post('/codes/verify', attempt, { cookie });
      expect([admitted.status, cookiesOf(admitted)]).toEqual([200, expect.stringContaining('jackfield-session=')]);
      expect(heard.at(-1)).toMatchObject({ isNewUser, isLinking: false, user: { email: 'ada@example.com' } });
      expect(heard.at(-1)).not.toHaveProperty('connector');
    }
    expect(await users()).toEqual([{ email: 'ada@example.com' }]);
  });

  test('attack: error texts that help an outsider: a broken connector names neither keys nor files', async () => {
    const base = await open();
    const { host, get, post, bearer } = await serve(base);
    await base.database.write((tx) =>
      tx
        .updateTable('connectors')
        .set({ config: `v1.otherkey.${'A'.repeat(60)}` })
        .execute(),
    );
    await base.database.write((tx) =>
      tx.updateTable('meta').set({ value: '99' }).where('name', '=', 'revision').execute(),
    );
    await host.connectors.refresh();
    const answers = [
      await get('/sign-in/gh'),
      await get('/sign-in/gh', { accept: 'application/json' }),
      await post('/codes', { to: 'ada@example.test', purpose: 'SignIn' }),
    ];
    for (const answer of answers) {
      const text = await answer.text();
      expect([answer.status, text]).toEqual([409, expect.stringContaining('connector_broken')]);
      expect(text).not.toMatch(/TEST_KEY_SOURCE|otherkey|\bkey\b/i);
    }
    const told = base.lines.filter(({ fields }) => JSON.stringify(fields).includes('connector_broken'));
    expect(told).toHaveLength(answers.length);
    const seen = await get('/api/connectors/gh', await bearer());
    expect(await seen.json()).toMatchObject({ problem: { hint: expect.stringContaining('TEST_KEY_SOURCE') } });
  });

  test('attack: texts that a database cannot hold', async () => {
    const { post, get, codeFor, bearer } = await serve(await open());
    const { attempt, cookie } = await codeFor('ada@example.test');
    const session = cookiesOf(await post('/codes/verify', attempt, { cookie }));
    for (const id of ['%00', 'a%00b', '%ED%A0%80', 'x'.repeat(500)]) {
      expect((await post(`/identities/remove/${id}`, '', { cookie: session })).status, id).toBe(404);
      expect((await post(`/identities/add/${id}`, '', { cookie: session })).status, id).toBe(404);
      expect((await get(`/sign-in/${id}`)).status, id).toBe(404);
      expect((await get(`/callback/${id}?state=%00&code=%00`)).status, id).toBe(404);
      expect((await get(`/link/${id}`)).status, id).toBe(404);
    }
    const headers = await bearer();
    for (const name of ['a\0b', 'a\u001B[31m', 'a\uD800b']) {
      const made = await post('/api/tokens', { name, scope: 'read' }, headers);
      expect([made.status, await made.json()]).toMatchObject([400, { code: 'invalid_request' }]);
    }
  });

  test('attack: an answer that a browser shows, frames, keeps or takes for something else', async () => {
    const { get, post } = await serve(await open());
    const json = { accept: 'application/json' };
    const answers = {
      '/livez': await get('/livez'),
      '/readyz': await get('/readyz'),
      '/nothing': await get('/nothing'),
      '/sign-in': await get('/sign-in'),
      '/sign-in as JSON': await get('/sign-in', json),
      '/sign-in/gh': await get('/sign-in/gh'),
      '/callback/gh': await get('/callback/gh?error=x'),
      '/session': await get('/session'),
      '/link/x': await get('/link/x', json),
      '/identities': await get('/identities'),
      '/sign-out': await post('/sign-out', ''),
      '/codes': await post('/codes', {}),
      '/codes/verify': await post('/codes/verify', {}),
      '/api/connectors': await get('/api/connectors'),
      '/api/docs': await get('/api/docs'),
      '/api/nothing': await get('/api/nothing'),
    };
    for (const [path, { headers }] of Object.entries(answers)) {
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('content-security-policy'), path).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('cache-control'), path).toMatch(/no-store|no-cache/);
      expect(headers.get('referrer-policy'), path).toMatch(/^(?:no-referrer|same-origin)$/);
      expect(headers.get('access-control-allow-origin'), path).toBeNull();
    }
  });

  test('a proxy that is not trusted is told of, once: everybody behind it counts as one', async () => {
    const base = await open();
    const { get } = await serve(base);
    for (const address of ['192.0.2.1', '192.0.2.2']) await get('/sign-in/gh', { 'x-forwarded-for': address });
    const told = base.lines.filter(({ event }) => event === 'client_address.proxy_not_trusted');
    expect(told).toMatchObject([{ level: 'warn', fields: { proxy: '127.0.0.1' } }]);
  });

  test('a POST without a body signs out, over the wire too', async () => {
    const { post, get, codeFor } = await serve(await open());
    const { attempt, cookie } = await codeFor('ada@example.test');
    const session = cookiesOf(await post('/codes/verify', attempt, { cookie }));
    expect((await post('/sign-out', undefined, { cookie: session })).status).toBe(303);
    expect(await (await get('/session', { cookie: session })).json()).toEqual({ session: null });
  });
});
