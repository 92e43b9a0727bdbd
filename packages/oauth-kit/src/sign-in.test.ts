import { inspect } from 'node:util';
import { ConnectorError, type SocialSession } from '@jackfield/connector-kit';
import type { UnsignedToken } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getAuthorizationUri } from './authorization.ts';
import { finishOpenIdSignIn } from './sign-in.ts';
import {
  clientFor,
  createSessions,
  createTestRuntime,
  redirectUri,
  type ScriptedProvider,
  signIn,
  startScriptedProvider,
  type TestRuntime,
} from './testing/harness.ts';

let provider: ScriptedProvider;
let runtime: TestRuntime;

beforeAll(async () => {
  provider = await startScriptedProvider();
});
beforeEach(() => {
  provider.reset();
  runtime = createTestRuntime();
  return async () => runtime.close();
});
afterAll(async () => provider.close());

const refusal = (code: string) => expect.objectContaining({ code });

/** Starts a sign-in, up to the provider's answer. */
async function start(changes: Parameters<typeof clientFor>[2] = {}, request: object = {}) {
  const client = clientFor(provider, { runtime }, changes);
  const store = createSessions();
  const url = new URL(await getAuthorizationUri(client, { redirectUri, ...request }, store.setSession));
  const callback = await provider.callbackFor(url);
  return { client, url, callback, ...store, session: [...store.sessions.values()][0] ?? {} };
}

describe('the authorization request', () => {
  it('carries state, nonce and a PKCE challenge with S256, new each time', async () => {
    const [one, other] = [await start(), await start()];
    expect(Object.fromEntries(one.url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'demo-client',
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.url.searchParams.get(name)).not.toBe(other.url.searchParams.get(name));
    }
  });

  it('sends the verifier only in the token request', async () => {
    const { client, url, callback, getSession, session } = await start();
    await finishOpenIdSignIn(client, callback, getSession);
    expect(url.href).not.toContain(session.codeVerifier);
    const token = provider.requests.find(({ endpoint }) => endpoint === 'token');
    expect(token?.form.get('code_verifier')).toBe(session.codeVerifier);
  });

  it('takes scope, prompt, login hint and languages per call', async () => {
    const request = {
      scope: 'openid',
      prompt: 'login',
      loginHint: 'ada@example.test',
      uiLocales: 'fr-CA en',
      state: 'given-state',
    };
    const { url } = await start({ maxAge: 60, responseMode: 'form_post' }, request);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      scope: 'openid',
      prompt: 'login',
      login_hint: 'ada@example.test',
      ui_locales: 'fr-CA en',
      state: 'given-state',
      max_age: '60',
      response_mode: 'form_post',
    });
  });

  it('attack: extra parameters that override reserved ones', async () => {
    const reserved = {
      client_id: 'evil',
      redirect_uri: 'https://evil.test',
      state: 'evil',
      nonce: 'evil',
      code_challenge: 'evil',
      code_challenge_method: 'plain',
      response_type: 'token',
      scope: 'evil',
      client_secret: 'evil',
      login_hint: 'evil',
      Client_ID: 'evil',
      request: 'evil',
      request_uri: 'evil',
    };
    const { url, client, callback, getSession } = await start({
      authorizationParameters: { ...reserved, acr_values: 'good' },
      tokenParameters: { ...reserved, code_verifier: 'evil', grant_type: 'evil', audience: 'good' },
    });
    expect(url.href).not.toContain('evil');
    expect(url.searchParams.get('acr_values')).toBe('good');
    await finishOpenIdSignIn(client, callback, getSession);
    const { form } = provider.requests.find(({ endpoint }) => endpoint === 'token') ?? { form: new URLSearchParams() };
    expect(form.toString()).not.toContain('evil');
    expect(form.get('audience')).toBe('good');
  });

  it('attack: reserved parameters in the authorization endpoint of the metadata', async () => {
    provider.use('discovery/authorization-endpoint-parameters');
    const client = clientFor(provider, { runtime });
    const url = new URL(await getAuthorizationUri(client, { redirectUri }, () => {}));
    expect(url.searchParams.getAll('client_id')).toEqual(['demo-client']);
    expect(url.searchParams.getAll('state')).toEqual([expect.not.stringContaining('evil')]);
    expect(url.searchParams.get('tenant')).toBe('one');
  });

  it.each([
    ['relative', '/callback'],
    ['with a fragment', 'https://app.example/callback#x'],
    ['with an empty fragment', 'https://app.example/callback#'],
    ['javascript:', 'javascript:alert(1)'],
    ['data:', 'data:text/html,x'],
    ['missing', undefined],
  ])('refuses a redirect URI that is %s', async (_what, uri) => {
    const client = clientFor(provider, { runtime });
    const request = { redirectUri: uri as string };
    await expect(getAuthorizationUri(client, request, () => {})).rejects.toEqual(refusal('invalid_request_parameters'));
  });

  it.each([
    ['state', ''],
    ['state', 'a\r\nb'],
    ['scope', 'a\u0000'],
    ['loginHint', 'x'.repeat(2049)],
    ['prompt', {}],
  ])('refuses %s %j', async (name, value) => {
    const request = { redirectUri, [name]: value };
    const started = getAuthorizationUri(clientFor(provider, { runtime }), request, () => {});
    await expect(started).rejects.toEqual(refusal('invalid_request_parameters'));
  });

  it('turns PKCE and nonce off only by the named options', async () => {
    const { url, session } = await start({ withoutNonce: true });
    expect(url.searchParams.has('nonce')).toBe(false);
    expect(session.nonce).toBeUndefined();
    const client = clientFor(provider, { runtime }, { withoutPkce: true });
    const without = new URL(await getAuthorizationUri(client, { redirectUri }, () => {}));
    expect(without.searchParams.has('code_challenge')).toBe(false);
  });
});

describe('the callback', () => {
  const forms: Record<string, (url: URL) => unknown> = {
    'a Request': (url) => new Request(url),
    'a posted form': (url) => new Request(redirectUri, { method: 'POST', body: new URLSearchParams(url.searchParams) }),
    URLSearchParams: (url) => url.searchParams,
    'a URL': (url) => url,
    FormData: (url) => {
      const form = new FormData();
      for (const [name, value] of url.searchParams) form.append(name, value);
      return form;
    },
    'an object of strings': (url) => Object.fromEntries(url.searchParams),
  };
  it.each(Object.keys(forms))('is read from %s', async (form) => {
    const { client, callback, getSession } = await start();
    const { claims } = await finishOpenIdSignIn(client, forms[form]?.(callback), getSession);
    expect(claims.sub).toBe('ada-1815');
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'code=a&state=b'],
    ['a list', [['code', 'a']]],
    ['an object of lists', { code: ['a', 'b'], state: 'c' }],
    [
      'a JSON POST',
      new Request(redirectUri, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
    ],
    [
      'a gigantic form',
      new Request(redirectUri, { method: 'POST', body: new URLSearchParams({ code: 'x'.repeat(40_000) }) }),
    ],
    ['a gigantic query', new URL(`https://app.example/?code=${'x'.repeat(40_000)}`)],
  ])('refuses %s', async (_what, callback) => {
    const { client, getSession } = await start();
    const finished = finishOpenIdSignIn(client, callback, getSession);
    await expect(finished).rejects.toEqual(refusal('invalid_request_parameters'));
  });

  it('reads the parameters of a POST from its form, never from its address', async () => {
    const { client, callback, getSession } = await start();
    const posted = new Request(callback, { method: 'POST', body: new URLSearchParams({ state: 'other' }) });
    await expect(finishOpenIdSignIn(client, posted, getSession)).rejects.toEqual(refusal('session_invalid'));
  });

  it('attack: the same callback twice, also in parallel', async () => {
    const { client, callback, getSession } = await start();
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(async () => finishOpenIdSignIn(client, callback, getSession)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(finishOpenIdSignIn(client, callback, getSession)).rejects.toEqual(refusal('session_invalid'));
    expect(provider.calls.token).toBe(1);
  });

  it('keeps two tabs apart', async () => {
    const client = clientFor(provider, { runtime });
    const { setSession, getSession } = createSessions();
    const urls = [
      await getAuthorizationUri(client, { redirectUri }, setSession),
      await getAuthorizationUri(client, { redirectUri }, setSession),
    ];
    const callbacks = await Promise.all(urls.map(async (url) => provider.callbackFor(url)));
    for (const callback of callbacks.toReversed()) {
      expect((await finishOpenIdSignIn(client, callback, getSession)).claims.sub).toBe('ada-1815');
    }
  });

  it('attack: foreign state (a callback into a browser that started nothing)', async () => {
    const { client, callback } = await start();
    await expect(finishOpenIdSignIn(client, callback, () => undefined)).rejects.toEqual(refusal('session_invalid'));
    expect(provider.calls.token).toBe(0);
  });

  it('attack: state not bound to this sign-in (a store that ignores it)', async () => {
    const first = await start();
    const second = await start();
    const finished = finishOpenIdSignIn(first.client, second.callback, () => first.session);
    await expect(finished).rejects.toEqual(refusal('session_invalid'));
    expect(provider.calls.token).toBe(0);
  });

  it.each([
    ['connector', { connectorId: 'another' }],
    ['client', { clientId: 'another' }],
    ['issuer', { server: { kind: 'discovery', issuer: 'https://another.example' } }],
  ] as const)('attack: state not bound to this connector (GHSA-x445-f3h2-j279): another %s', async (_what, changes) => {
    const { callback, getSession } = await start();
    const other = clientFor(provider, { runtime }, changes);
    await expect(finishOpenIdSignIn(other, callback, getSession)).rejects.toEqual(refusal('session_invalid'));
    expect(provider.calls.token).toBe(0);
  });

  it.each([
    ['after ten minutes and a second', 601_000, true],
    ['after nine minutes', 540_000, false],
    ['from before the start', -60_000, true],
  ])('a callback %s: refused or not', async (_what, offset, refused) => {
    const { client, callback, session } = await start();
    runtime.offset = offset;
    const finished = finishOpenIdSignIn(client, callback, () => session);
    await (refused
      ? expect(finished).rejects.toEqual(refusal('session_invalid'))
      : expect(finished).resolves.toBeTruthy());
    expect(provider.calls.token).toBe(refused ? 0 : 1);
  });

  it.each<[string, (session: SocialSession) => unknown]>([
    ['empty', () => ({})],
    ['without a state', ({ state: _state, ...rest }) => rest],
    ['without a client', ({ client: _client, ...rest }) => rest],
    ['with a time that is a text', (session) => ({ ...session, createdAt: String(session.createdAt) })],
    ['a text', (session) => JSON.stringify(session)],
  ])('refuses a session that is %s', async (_what, change) => {
    const { client, callback, session } = await start();
    const finished = finishOpenIdSignIn(client, callback, () => change(session) as SocialSession);
    await expect(finished).rejects.toEqual(refusal('session_invalid'));
  });

  it('attack: nonce of an earlier sign-in', async () => {
    await start();
    const { client, callback, getSession } = await start();
    provider.use('id-token/nonce-replayed');
    const finished = finishOpenIdSignIn(client, callback, getSession);
    await expect(finished).rejects.toEqual(refusal('social_invalid_id_token'));
  });

  it('attack: code injection (the code of another sign-in)', async () => {
    await start();
    provider.use('callback/code-of-first-sign-in');
    const { client, callback, getSession } = await start();
    const finished = finishOpenIdSignIn(client, callback, getSession);
    await expect(finished).rejects.toEqual(refusal('social_auth_code_invalid'));
  });

  it('attack: code injection at a provider that does not check PKCE: the nonce refuses it', async () => {
    await start();
    provider.use('callback/code-of-first-sign-in', 'token/unguarded');
    const { client, callback, getSession } = await start();
    const finished = finishOpenIdSignIn(client, callback, getSession);
    await expect(finished).rejects.toEqual(refusal('social_invalid_id_token'));
  });

  it('attack: the redirect URI of the callback is not used, the one of the session is', async () => {
    const { client, callback, getSession } = await start();
    callback.searchParams.set('redirect_uri', 'https://evil.test/');
    callback.searchParams.set('redirectUri', 'https://evil.test/');
    await finishOpenIdSignIn(client, callback, getSession);
    const token = provider.requests.find(({ endpoint }) => endpoint === 'token');
    expect(token?.form.get('redirect_uri')).toBe(redirectUri);
  });

  it('passes on what the store itself throws', async () => {
    const { client, callback } = await start();
    const broken = new Error('the store is down');
    await expect(
      finishOpenIdSignIn(client, callback, () => {
        throw broken;
      }),
    ).rejects.toBe(broken);
  });
});

describe('several audiences and authentication times', () => {
  it('accepts an ID token whose auth_time is recent, and refuses one without it, when maxAge is set', async () => {
    const recent = {
      description: 'auth_time now',
      idToken: (token: UnsignedToken) => ({
        ...token,
        claims: { ...token.claims, auth_time: Math.floor(Date.now() / 1000) },
      }),
    };
    const old = {
      description: 'auth_time long ago',
      idToken: (token: UnsignedToken) => ({ ...token, claims: { ...token.claims, auth_time: 1 } }),
    };
    const client = clientFor(provider, { runtime }, { maxAge: 300 });
    provider.use(recent);
    expect((await signIn(client, provider)).subject).toBe('ada-1815');
    for (const variant of [old, 'id-token/at-hash-missing' as const]) {
      provider.use(variant);
      await expect(signIn(client, provider)).rejects.toEqual(refusal('social_invalid_id_token'));
    }
  });

  it('compares the times of an ID token with the clock of the runtime', async () => {
    runtime.offset = 2 * 3_600_000;
    await expect(signIn(clientFor(provider, { runtime }), provider)).rejects.toEqual(
      refusal('social_invalid_id_token'),
    );
  });

  it('takes ID tokens only in the algorithms that are configured', async () => {
    const client = clientFor(provider, { runtime }, { idTokenAlgorithms: ['ES256'] });
    await expect(signIn(client, provider)).rejects.toEqual(refusal('social_invalid_id_token'));
  });
});

describe('errors', () => {
  it('attack: secrets echoed by the provider reach neither the error nor its inspection', async () => {
    provider.use('token/error-echoes-request');
    const { client, callback, getSession, session } = await start();
    const error: unknown = await finishOpenIdSignIn(client, callback, getSession).catch((thrown: unknown) => thrown);
    expect(ConnectorError.isInstance(error)).toBe(true);
    const shown = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String(error)].join('\n');
    for (const secret of [provider.clientSecret, callback.searchParams.get('code'), session.codeVerifier]) {
      expect(shown).not.toContain(secret);
    }
  });
});
