import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createSessions } from './sessions.ts';

function server(secure: boolean, now: () => number) {
  const sessions = createSessions(secure, now);
  const app = new Hono();
  app.get('/start', (c) => c.text(sessions.start(c).id));
  app.get('/find', (c) => c.text(sessions.find(c)?.id ?? 'none'));
  return app;
}

test('the cookie is out of reach of scripts and other sites', async () => {
  const answer = await server(false, Date.now).request('/start');
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^example-session=[\w-]{43}; /);
  expect(cookie).toContain('; HttpOnly');
  expect(cookie).toContain('; SameSite=Lax');
  expect(cookie).toContain('; Path=/');
  expect(cookie).not.toContain('Domain');
});

test('over https the cookie is bound to the host and to https', async () => {
  const app = server(true, Date.now);
  const cookie = (await app.request('https://app.example.com/start')).headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^__Host-example-session=/);
  expect(cookie).toContain('; Secure');
  const found = await app.request('/find', { headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect(await found.text()).toHaveLength(43);
});

test('a session ends after eight hours', async () => {
  let time = 0;
  const app = server(false, () => time);
  const id = await (await app.request('/start')).text();
  const find = async () => (await app.request('/find', { headers: { cookie: `example-session=${id}` } })).text();
  time = 8 * 60 * 60_000 - 1;
  expect(await find()).toBe(id);
  time += 1;
  expect(await find()).toBe('none');
});

test('attack: a session id from before the sign-in', async () => {
  const app = server(false, Date.now);
  const before = { headers: { cookie: `example-session=${await (await app.request('/start')).text()}` } };
  expect(await (await app.request('/find', before)).text()).not.toBe('none');
  await app.request('/start', before);
  expect(await (await app.request('/find', before)).text()).toBe('none');
});
