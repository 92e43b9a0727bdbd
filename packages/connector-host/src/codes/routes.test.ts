import { Hono } from 'hono';
import { problemResponse } from '../api/problem.ts';
import { parsePublicUrl } from '../sign-in/public-url.ts';
import { onEachDatabase, type TestHost, type TestHostOptions } from '../testing/databases.ts';
import { expect, test } from 'vitest';
import { type CodeRoutesOptions, createCodeRoutes } from './routes.ts';
import { contentsOf, digitsOf, openCodes, useProviders, wrongCode } from '../testing/codes-host.ts';
import type { VerifiedAddress } from './verify-code.ts';

const providers = useProviders();
const origin = 'https://login.example.com';

onEachDatabase((open) => {
  test('asks for a code and signs in with it', async () => {
    const { post, signedIn, smtp } = await openRoutes(open);
    const asked = await post('/codes', { to: 'Ada@example.org', purpose: 'SignIn' });
    expect(asked.status).toBe(202);
    expect(await asked.json()).toEqual({
      expiresAt: '2027-01-15T08:10:00.000Z',
      resendAfter: 60,
      delivery: 'handed-over',
    });
    const setCookie = asked.headers.get('set-cookie') ?? '';
    expect(setCookie).toMatch(/^__Host-jackfield-visitor=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const cookie = setCookie.split(';')[0] ?? '';

    const code = digitsOf(smtp.mails[0]?.text ?? '');
    const attempt = { to: 'ada@example.org', purpose: 'SignIn', code };
    const wrong = await post('/codes/verify', { ...attempt, code: wrongCode(code) }, { cookie });
    expect([wrong.status, await wrong.json()]).toEqual([200, { state: 'wrong', triesLeft: 4 }]);
    expect(signedIn).toEqual([]);

    const right = await post('/codes/verify', attempt, { cookie });
    expect([right.status, await right.json()]).toEqual([200, { state: 'verified' }]);
    expect(right.headers.getSetCookie()).toEqual(['one=1; Path=/', 'two=2; Path=/']);
    expect(right.headers.get('cache-control')).toBe('no-store');
    expect(signedIn).toEqual([{ kind: 'email', address: 'ada@example.org', purpose: 'SignIn' }]);

    const again = await post('/codes/verify', attempt, { cookie });
    expect(await again.json()).toEqual({ state: 'expired' });
    expect(signedIn).toHaveLength(1);
  });

  test('keeps the visitor’s cookie, and writes in the visitor’s language', async () => {
    const { post, smtp } = await openRoutes(open);
    const cookie = `__Host-jackfield-visitor=${'a'.repeat(43)}`;
    const asked = await post(
      '/codes',
      { to: 'ada@example.org', purpose: 'SignIn' },
      { cookie, 'accept-language': 'fr-CA, de;q=0.5' },
    );
    expect(asked.headers.get('set-cookie')).toBeNull();
    const mail = smtp.mails[0];
    await post('/codes', { to: 'grace@example.org', purpose: 'SignIn', locale: 'de' }, { cookie });
    expect(mail?.subject).not.toBe(smtp.mails[1]?.subject);
  });

  test('attack: use for another session', async () => {
    const { post, smtp } = await openRoutes(open);
    await post('/codes', { to: 'ada@example.org', purpose: 'SignIn' });
    const attempt = { to: 'ada@example.org', purpose: 'SignIn', code: digitsOf(smtp.mails[0]?.text ?? '') };
    for (const cookie of ['', `__Host-jackfield-visitor=${'b'.repeat(43)}`, `jackfield-visitor=${'b'.repeat(43)}`]) {
      const answer = await post('/codes/verify', attempt, { cookie });
      expect(await answer.json()).toEqual({ state: 'expired' });
    }
  });

  test('limits are told as problem details, with the time to wait', async () => {
    const { post } = await openRoutes(open);
    await post('/codes', { to: 'ada@example.org', purpose: 'SignIn' });
    const limited = await post('/codes', { to: 'ada@example.org', purpose: 'SignIn' });
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('60');
    expect(limited.headers.get('content-type')).toBe('application/problem+json');
    const text = await limited.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'too_many_requests', retryAfter: 60, retryable: true });
    expect(text).not.toContain('ada@');
  });

  test('a code that may have been handed over is told apart', async () => {
    const { post, smtp } = await openRoutes(open);
    smtp.use('drop-after-data');
    const asked = await post('/codes', { to: 'ada@example.org', purpose: 'SignIn' });
    expect([asked.status, await asked.json()]).toMatchObject([202, { delivery: 'unknown' }]);
    expect(asked.headers.get('set-cookie')).toContain('visitor=');
  });

  test('attack: cross-site requests with the visitor’s cookie', async () => {
    const { post, smtp } = await openRoutes(open);
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { origin: 'http://login.example.com' },
      { origin, 'sec-fetch-site': 'cross-site' },
      { origin, 'sec-fetch-site': 'same-site' },
      { origin: '' },
    ];
    for (const headers of foreign) {
      for (const path of ['/codes', '/codes/verify'] as const) {
        const body = { to: 'ada@example.org', purpose: 'SignIn', ...(path === '/codes/verify' && { code: '123456' }) };
        const answer = await post(path, body, headers);
        expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'cross_site_request' }]);
      }
    }
    expect(smtp.mails).toEqual([]);
  });

  test('leaves what is mounted beside it alone', async () => {
    const { app } = await openRoutes(open);
    const whole = new Hono();
    whole.route('/', app);
    whole.get('/other', (c) => c.text('other'));
    const answer = await whole.request('/other');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, null]);
    expect((await whole.request('/unknown')).status).toBe(404);
    expect((await whole.request('/codes', { method: 'POST' })).status).toBe(403);
  });

  test('attack: gigantic JSON, deep nesting, wrong content type', async () => {
    const { post } = await openRoutes(open);
    const to = 'ada@example.org';
    const cases: [unknown, Record<string, string>, number][] = [
      [{ to: 'a'.repeat(5000), purpose: 'SignIn' }, {}, 413],
      ['['.repeat(2000), {}, 400],
      [{ to, purpose: 'SignIn' }, { 'content-type': 'text/plain' }, 415],
      [{ to, purpose: 'SignIn' }, { 'content-type': 'application/x-www-form-urlencoded' }, 415],
      [{ to, purpose: 'Generic' }, {}, 400],
      [{ to, purpose: 'SignIn', more: 1 }, {}, 400],
      [{ to: ['ada@example.org', 'eve@evil.test'], purpose: 'SignIn' }, {}, 400],
      [{ to: 'ada@example.org,eve@evil.test', purpose: 'SignIn' }, {}, 400],
      [{ to, purpose: 'SignIn', locale: '../de' }, {}, 400],
      ['{"to":"ada@example.org","purpose":"SignIn","__proto__":{}}', {}, 400],
    ];
    for (const [body, headers, status] of cases) {
      const answer = await post('/codes', body, headers);
      expect([answer.status, answer.headers.get('content-type')], JSON.stringify(body).slice(0, 60)).toEqual([
        status,
        'application/problem+json',
      ]);
    }
    expect(providers().smtp.mails).toEqual([]);
  });

  test('attack: enumeration of accounts by answer', async () => {
    const { post, host } = await openRoutes(open);
    await host.database.write((tx) =>
      tx
        .insertInto('users')
        .values({
          id: 'ada',
          name: null,
          avatar: null,
          email: 'ada@example.org',
          email_key: 'ada@example.org',
          email_verified: 1,
          phone: null,
          phone_verified: 0,
          created_at: 0,
          updated_at: 0,
          last_sign_in_at: null,
        })
        .execute(),
    );
    const answersFor = async (to: string) => {
      const answers = [];
      for (const purpose of ['SignIn', 'Register']) {
        const asked = await post('/codes', { to, purpose });
        const cookie = asked.headers.get('set-cookie')?.split(';')[0] ?? '';
        const tried = await post('/codes/verify', { to, purpose, code: '12345' }, { cookie });
        answers.push([asked.status, await asked.json(), tried.status, await tried.json()]);
      }
      return answers;
    };
    expect(await answersFor('ada@example.org')).toEqual(await answersFor('nobody@example.org'));
  });

  test('attack: codes in answers, errors and logs', async () => {
    const { post, host, smtp, seen } = await openRoutes(open);
    smtp.use('echoing-message-refusal');
    await post('/codes', { to: 'ada@example.org', purpose: 'SignIn' });
    smtp.use('honest');
    const asked = await post('/codes', { to: 'grace@example.org', purpose: 'SignIn' });
    const cookie = asked.headers.get('set-cookie')?.split(';')[0] ?? '';
    const code = digitsOf(smtp.mails[0]?.text ?? '');
    await post('/codes/verify', { to: 'grace@example.org', purpose: 'SignIn', code: wrongCode(code) }, { cookie });
    const told = [JSON.stringify(host.lines), ...seen].join('\n');
    const visitor = cookie.split('=')[1] ?? '';
    expect(visitor).toHaveLength(43);
    for (const secret of [code, visitor]) expect(told + (await contentsOf(host))).not.toContain(secret);
    // Of the mail that was refused, too.
    expect(told).not.toMatch(/\b\d{6}\b/);
  });
});

async function openRoutes(open: (options?: TestHostOptions) => Promise<TestHost>) {
  const codes = await openCodes(open, providers());
  const { host } = codes;
  const signedIn: VerifiedAddress[] = [];
  const seen: string[] = [];
  const options: CodeRoutesOptions = {
    context: host,
    codes,
    publicUrl: parsePublicUrl(origin),
    clientAddress: () => '192.0.2.1',
    problemResponse: (error) => problemResponse(error, { requestId: 'test', log: host.log }),
    async signInWithAddress(_request, verified) {
      signedIn.push(verified);
      return new Headers([
        ['set-cookie', 'one=1; Path=/'],
        ['set-cookie', 'two=2; Path=/'],
      ]);
    },
  };
  const app = createCodeRoutes(options);
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    const all = { origin, 'content-type': 'application/json', ...headers };
    const sent = Object.entries(all).filter(([, value]) => value !== '');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await app.request(path, { method: 'POST', body: text, headers: sent });
    seen.push(await answer.clone().text());
    return answer;
  };
  return { app, post, signedIn, seen, host, smtp: providers().smtp };
}
