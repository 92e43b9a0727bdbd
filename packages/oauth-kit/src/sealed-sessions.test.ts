import { describe, expect, it, vi } from 'vitest';
import { createSealedSessions } from './sealed-sessions.ts';

const secret = 'a-secret-of-at-least-32-characters';
const session = { state: 'state-1', codeVerifier: 'verifier-canary', redirectUri: 'https://app.example/callback' };

/** A browser's cookies, and the request that it sends with them. */
function createBrowser() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    request: () => ({
      headers: new Headers({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
    }),
    receive(headers: Headers) {
      for (const line of headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split('; ');
        const [name = '', value = ''] = pair.split('=', 2);
        if (attributes.includes('Max-Age=0')) cookies.delete(name);
        else cookies.set(name, value);
      }
    },
  };
}

async function started(options: Partial<Parameters<typeof createSealedSessions>[0]> = {}, states = ['state-1']) {
  const sessions = createSealedSessions({ secrets: [secret], ...options });
  const browser = createBrowser();
  for (const state of states) {
    const headers = new Headers();
    await sessions.store(browser.request(), headers)({ ...session, state });
    browser.receive(headers);
  }
  return { sessions, browser };
}

describe('sealed sessions', () => {
  it('give back what was stored, and delete the cookie', async () => {
    const { sessions, browser } = await started();
    const headers = new Headers();
    expect(await sessions.take(browser.request(), headers)('state-1')).toEqual(session);
    browser.receive(headers);
    expect(browser.cookies.size).toBe(0);
    expect(await sessions.take(browser.request(), new Headers())('state-1')).toBeUndefined();
  });

  it('show nothing of the session or its state in the cookie, and set its safe attributes', async () => {
    const sessions = createSealedSessions({ secrets: [secret] });
    const headers = new Headers();
    await sessions.store({ headers: {} }, headers)(session);
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-jackfield-[\w-]{22}=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
    expect(cookie).not.toContain('state-1');
    expect(Buffer.from(cookie.split('=')[1] ?? '', 'base64url').toString('latin1')).not.toContain('canary');
  });

  it('leave Secure out, and allow SameSite=None, only by their named options', async () => {
    const headers = new Headers();
    await createSealedSessions({ secrets: [secret], allowInsecureHttp: true }).store({ headers: {} }, headers)(session);
    await createSealedSessions({ secrets: [secret], sameSite: 'None' }).store({ headers: {} }, headers)(session);
    const [insecure, crossSite] = headers.getSetCookie();
    expect(insecure).toMatch(/^jackfield-(?!.*Secure)/);
    expect(crossSite).toMatch(/SameSite=None; Secure$/);
  });

  it('work with the requests of node:http and the responses of Express', async () => {
    const sessions = createSealedSessions({ secrets: [secret] });
    const lines: string[] = [];
    const response = { append: (_name: string, value: string) => void lines.push(value) };
    await sessions.store({ headers: { host: 'app.example' } }, response)(session);
    const request = { headers: { cookie: lines[0]?.split(';')[0] } };
    expect(await sessions.take(request, response)('state-1')).toEqual(session);
  });

  it('keep two tabs apart', async () => {
    const { sessions, browser } = await started({}, ['one', 'two']);
    expect(await sessions.take(browser.request(), new Headers())('two')).toMatchObject({ state: 'two' });
    expect(await sessions.take(browser.request(), new Headers())('one')).toMatchObject({ state: 'one' });
  });

  it('attack: a page that starts hundreds of sign-ins fills the browser with cookies', async () => {
    const { sessions, browser } = await started(
      {},
      Array.from({ length: 200 }, (_, index) => `state-${index}`),
    );
    expect(browser.cookies.size).toBeLessThanOrEqual(5);
    expect(await sessions.take(browser.request(), new Headers())('state-199')).toMatchObject({ state: 'state-199' });
  });

  it('attack: missing or foreign state', async () => {
    const { sessions, browser } = await started();
    expect(await sessions.take(browser.request(), new Headers())('state-2')).toBeUndefined();
    expect(await sessions.take(browser.request(), new Headers())()).toBeUndefined();
  });

  it.each(['changed', 'shortened', 'emptied', 'of another name', 'of another secret'])(
    'attack: a cookie that is %s',
    async (how) => {
      const { browser } = await started();
      const [[name, value] = ['', '']] = browser.cookies;
      const bytes = Buffer.from(value, 'base64url');
      const forged: Record<string, () => void> = {
        changed: () => {
          bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
          browser.cookies.set(name, bytes.toString('base64url'));
        },
        shortened: () => browser.cookies.set(name, bytes.subarray(0, 20).toString('base64url')),
        emptied: () => browser.cookies.set(name, ''),
        'of another name': async () => undefined,
        'of another secret': () => {},
      };
      forged[how]?.();
      const secrets = how === 'of another secret' ? [`${secret}-other`] : [secret];
      if (how === 'of another name') {
        const other = await started({}, ['other']);
        const [[otherName] = ['']] = other.browser.cookies;
        browser.cookies.set(otherName, value);
        expect(await createSealedSessions({ secrets }).take(browser.request(), new Headers())('other')).toBeUndefined();
        return;
      }
      expect(await createSealedSessions({ secrets }).take(browser.request(), new Headers())('state-1')).toBeUndefined();
    },
  );

  it('open with an older secret too', async () => {
    const { browser } = await started();
    const rotated = createSealedSessions({ secrets: [`${secret}-new`, secret] });
    expect(await rotated.take(browser.request(), new Headers())('state-1')).toEqual(session);
  });

  it('end after ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const { sessions, browser } = await started();
      vi.setSystemTime(Date.now() + 601_000);
      expect(await sessions.take(browser.request(), new Headers())('state-1')).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });

  it('attack: a copied cookie is used twice: markUsed decides, also in parallel', async () => {
    const used = new Set<string>();
    const markUsed = (key: string) => !used.has(key) && Boolean(used.add(key));
    const { sessions, browser } = await started({ markUsed });
    const takes = [1, 2, 3].map(async () => sessions.take(browser.request(), new Headers())('state-1'));
    expect((await Promise.all(takes)).filter((taken) => taken !== undefined)).toHaveLength(1);
  });

  it.each([[[]], [['short']], [[secret, 'short']]])('refuse the secrets %j', (secrets) => {
    expect(() => createSealedSessions({ secrets })).toThrow(expect.objectContaining({ code: 'invalid_config' }));
  });
});
