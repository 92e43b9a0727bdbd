import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTrapServer, type TrapServer } from './trap-server.ts';

let trap: TrapServer;

beforeEach(async () => {
  trap = await startTrapServer({ documents: { '/jwks': { keys: [] } } });
});

afterEach(() => trap.close());

describe('startTrapServer', () => {
  const secret = 'two words&more+é';

  it.each([
    ['the URL', () => fetch(`${trap.origin}/?code=${encodeURIComponent(secret)}`)],
    ['a header', () => fetch(trap.origin, { headers: { authorization: `Bearer ${encodeURIComponent(secret)}` } })],
    [
      'Basic credentials',
      () =>
        fetch(trap.origin, {
          headers: { authorization: `Basic ${Buffer.from(`id:${encodeURIComponent(secret)}`).toString('base64')}` },
        }),
    ],
    ['a form', () => fetch(trap.origin, { method: 'POST', body: new URLSearchParams({ secret }) })],
    ['a text', () => fetch(trap.origin, { method: 'POST', body: secret })],
  ])('sees a secret in %s', async (_place, send) => {
    await send();
    expect(trap.saw(secret)).toBe(true);
    expect(trap.saw('another secret')).toBe(false);
    trap.reset();
    expect(trap.saw(secret)).toBe(false);
  });

  it('records requests and answers with its documents', async () => {
    expect(await (await fetch(`${trap.origin}/jwks`)).json()).toEqual({ keys: [] });
    expect(await (await fetch(`${trap.origin}/other`, { method: 'PUT', body: 'text' })).json()).toEqual({});
    expect(trap.requests).toMatchObject([
      { method: 'GET', path: '/jwks', body: '' },
      { method: 'PUT', path: '/other', body: 'text' },
    ]);
  });
});
