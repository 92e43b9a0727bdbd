import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { askForCode, callbackOf, newVisitor, signIn, testDemo, wrongCode } from './testing/demo.ts';

test('attack: the same callback twice', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const callback = await callbackOf(demo, visitor);
  const copy = newVisitor(demo.origin, visitor.cookies);
  expect((await visitor.get(callback)).status).toBe(303);
  for (const again of [visitor, copy]) {
    const { status, body } = await again.get(callback);
    expect(status).toBe(401);
    expect(body).toContain('The sign-in session is missing, expired or does not fit.');
  }
  const tokenRequests = demo.provider.requests.filter(({ path }) => path === '/token');
  expect(tokenRequests).toHaveLength(1);
  expect((await visitor.get('/')).body).toContain('Ada Lovelace');
  expect((await copy.get('/')).body).not.toContain('Ada Lovelace');
});

test('attack: the same callback twice, in parallel', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const callback = await callbackOf(demo, visitor);
  const copies = Array.from({ length: 8 }, () => newVisitor(demo.origin, visitor.cookies));
  const answers = await Promise.all(copies.map((copy) => copy.get(callback)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  expect(statuses.filter((status) => status === 401)).toHaveLength(7);
  expect(demo.provider.requests.filter(({ path }) => path === '/token')).toHaveLength(1);
});

test('attack: state not bound to this browser', async () => {
  const demo = await testDemo();
  const attacker = newVisitor(demo.origin);
  const callback = await callbackOf(demo, attacker, { sub: 'mallory-0000' });
  const victim = newVisitor(demo.origin);
  await victim.post('/sign-in');
  expect((await victim.get(callback)).status).toBe(401);
  expect((await victim.get('/')).body).not.toContain('Mallory');
});

test('attack: missing and foreign state', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const callback = new URL(await callbackOf(demo, visitor));
  callback.searchParams.set('state', 'foreign');
  expect((await visitor.get(callback.href)).status).toBe(401);
  callback.searchParams.delete('state');
  expect((await visitor.get(callback.href)).status).toBe(401);
});

test('attack: open redirect through the return URL', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const evil = [
    '//evil.test',
    '/\\evil.test',
    '\\evil.test',
    'javascript:alert(1)',
    'https://evil.test/',
    `${demo.origin}@evil.test`,
    'http://127.0.0.1:1/',
    '/sign-out',
  ];
  for (const returnTo of evil) {
    const { location } = await visitor.get(await callbackOf(demo, visitor, {}, returnTo));
    expect(location, returnTo).toBe('/');
  }
  expect((await visitor.get(await callbackOf(demo, visitor, {}, '/#code'))).location).toBe('/#code');
});

test('attack: provider error text echoed into HTML or a log', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const callback = new URL(await callbackOf(demo, visitor, { deny: true }));
  callback.searchParams.set('error_description', '<script>alert("canary")</script>\n\u001B[31mcanary line');
  const { status, body } = await visitor.get(callback.href);
  expect(status).toBe(401);
  expect(body).not.toContain('canary');
  const log = demo.logged.join('');
  expect(log).toContain('authorization_failed');
  for (const character of ['\n', '\u001B']) expect(log).not.toContain(character);
});

test('attack: a session id planted before the sign-in', async () => {
  const demo = await testDemo();
  const victim = newVisitor(demo.origin);
  await victim.post('/codes', { address: 'ada@example.test' });
  const planted = newVisitor(demo.origin, victim.cookies);
  const before = victim.cookies.get('example-session');
  await signIn(demo, victim);
  expect(victim.cookies.get('example-session')).not.toBe(before);
  expect((await planted.get('/')).body).not.toContain('Ada Lovelace');

  const made = newVisitor(demo.origin, new Map([['example-session', 'planted']]));
  await signIn(demo, made);
  expect(made.cookies.get('example-session')).not.toBe('planted');
});

test('attack: Host header or forged X-Forwarded-* steering the redirect URI', async () => {
  const demo = await testDemo();
  const forged = { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https', forwarded: 'host=evil.test' };
  const { location } = await newVisitor(demo.origin).post('/sign-in', {}, forged);
  expect(new URL(location).searchParams.get('redirect_uri')).toBe(`${demo.origin}/callback`);

  const asked = request(`${demo.origin}/sign-in`, {
    method: 'POST',
    headers: { host: 'evil.test', origin: demo.origin },
  }).end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  expect(answer.headers.location).toBe(`${demo.origin}/`);
});

test('attack: cross-site requests with the visitor’s cookie', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  await signIn(demo, visitor);
  const foreign: readonly Record<string, string>[] = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: '' },
    { origin: demo.provider.issuer },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ];
  for (const path of ['/sign-in', '/sign-out', '/codes', '/codes/verify']) {
    for (const headers of foreign) {
      const { status } = await visitor.post(path, { address: 'ada@example.test', code: '1' }, headers);
      expect(status, `${path} ${JSON.stringify(headers)}`).toBe(403);
    }
  }
  expect((await visitor.get('/')).body).toContain('Ada Lovelace');
  expect(demo.mailServer.mails).toHaveLength(0);
});

test('attack: gigantic forms', async () => {
  const demo = await testDemo();
  const { status } = await newVisitor(demo.origin).post('/codes', { address: 'a'.repeat(100_000) });
  expect(status).toBe(413);
});

test('attack: a body that is no form', async () => {
  const demo = await testDemo();
  const bodies = { 'multipart/form-data': 'x', 'application/json': '{"address":"ada@example.test"}', 'text/xml': '<' };
  for (const [type, body] of Object.entries(bodies)) {
    const headers = { 'content-type': type, origin: demo.origin };
    const { status } = await fetch(`${demo.origin}/codes`, { method: 'POST', body, headers });
    expect(status, type).toBe(400);
  }
});

test('attack: HTML in what a visitor types', async () => {
  const demo = await testDemo();
  const { body } = await newVisitor(demo.origin).post('/codes', { address: '"><script>alert(1)</script>@x' });
  expect(body).toContain('&quot;&gt;&lt;script&gt;');
  expect(body).not.toContain('<script');
});

test('attack: script in a mail shown in the mailbox', async () => {
  const demo = await testDemo();
  await askForCode(demo, newVisitor(demo.origin), 'ada@example.test');
  const { headers } = await newVisitor(demo.origin).get('/mails/0');
  expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none';/);
  const page = await newVisitor(demo.origin).get('/');
  expect(page.body).toMatch(/<iframe\s[^>]*\ssandbox[\s>]/);
});

test('attack: brute force, in parallel', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const code = await askForCode(demo, visitor, 'ada@example.test');
  const tries = Array.from({ length: 20 }, () => visitor.post('/codes/verify', { code: wrongCode(code) }));
  await Promise.all(tries);
  await visitor.post('/codes/verify', { code });
  const { body } = await visitor.get('/');
  expect(body).toContain('Too many wrong codes');
  expect(body).not.toContain('The address is confirmed');
  expect(body).not.toContain('name="code"');
});

test('attack: use for another session', async () => {
  const demo = await testDemo();
  const victim = newVisitor(demo.origin);
  const attacker = newVisitor(demo.origin);
  await askForCode(demo, attacker, 'ada@example.test');
  const code = await askForCode(demo, victim, 'ada@example.test');
  await attacker.post('/codes/verify', { code });
  expect((await attacker.get('/')).body).toContain('That code is not right');
  await newVisitor(demo.origin).post('/codes/verify', { code });
  await victim.post('/codes/verify', { code });
  expect((await victim.get('/')).body).toContain('The address is confirmed');
});

test('attack: a resend storm, answered as if every code had been sent', async () => {
  const demo = await testDemo();
  const address = 'ada@example.test';
  const visitors = Array.from({ length: 6 }, () => newVisitor(demo.origin));
  const answers = await Promise.all(visitors.map((visitor) => visitor.post('/codes', { address })));
  expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(new Set(['303 /#code']));
  const pages = await Promise.all(visitors.map((visitor) => visitor.get('/')));
  expect(new Set(pages.map(({ body }) => body)).size).toBe(1);
  expect(demo.mailServer.mails).toHaveLength(3);
});

test('attack: a forged X-Forwarded-For against the limit per visitor', async () => {
  const demo = await testDemo();
  const statuses: number[] = [];
  for (let count = 0; count < 21; count += 1) {
    const forged = { 'x-forwarded-for': `192.0.2.${count}`, forwarded: `for=192.0.2.${count}` };
    const answer = await newVisitor(demo.origin).post('/codes', { address: `person-${count}@example.test` }, forged);
    statuses.push(answer.status);
    if (answer.status === 429) expect(answer.headers.get('retry-after')).toBe('600');
  }
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 303), 429]);
  expect(demo.mailServer.mails).toHaveLength(20);
});

test('answers carry the headers that browsers protect by', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  for (const answer of [await visitor.get('/'), await visitor.get('/nowhere'), await visitor.post('/sign-in')]) {
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|script-src/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  }
});
