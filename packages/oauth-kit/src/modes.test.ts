import { ConnectorError, type SocialSession } from '@jackfield/connector-kit';
import type { Variant, VariantName } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getAuthorizationUri } from './authorization.ts';
import { finishOAuthSignIn, finishOpenIdSignIn } from './sign-in.ts';
import {
  clientFor,
  createSessions,
  createTestRuntime,
  redirectUri,
  type ScriptedProvider,
  startScriptedProvider,
} from './testing/harness.ts';

const runtime = createTestRuntime();
let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider();
});
beforeEach(() => provider.reset());
afterAll(async () => {
  await runtime.close();
  await provider.close();
});

const refusal = (code: string) => expect.objectContaining({ code });
const noSession = () => {
  throw new ConnectorError('not_implemented');
};

/** A provider that insists on PKCE refuses sign-ins without a session; this one does not. */
const lenient: Variant = {
  description: 'Does not check the code verifier.',
  ignores: ['pkce'],
};

describe('stateCheckedByCaller', () => {
  it('accepts a callback whose state was stripped, from a store with one slot', async () => {
    const client = clientFor(provider, { runtime, stateCheckedByCaller: true });
    let slot: SocialSession | undefined;
    const url = await getAuthorizationUri(client, { redirectUri, state: 'given' }, (session) => {
      slot = session;
    });
    const callback = await provider.callbackFor(url);
    callback.searchParams.delete('state');
    const { claims } = await finishOpenIdSignIn(client, callback.searchParams, async () => slot);
    expect(claims.sub).toBe('ada-1815');
  });

  it('still refuses a state that is there and wrong', async () => {
    const client = clientFor(provider, { runtime, stateCheckedByCaller: true });
    let slot: SocialSession | undefined;
    const url = await getAuthorizationUri(client, { redirectUri }, (session) => {
      slot = session;
    });
    const callback = await provider.callbackFor(url);
    callback.searchParams.set('state', 'wrong');
    await expect(finishOpenIdSignIn(client, callback, () => slot)).rejects.toEqual(refusal('session_invalid'));
  });

  it('is off by default', async () => {
    const client = clientFor(provider, { runtime });
    const { setSession, sessions } = createSessions();
    const callback = await provider.callbackFor(await getAuthorizationUri(client, { redirectUri }, setSession));
    callback.searchParams.delete('state');
    const finished = finishOpenIdSignIn(client, callback, () => [...sessions.values()][0]);
    await expect(finished).rejects.toEqual(refusal('session_invalid'));
  });
});

describe('sessionless', () => {
  it('goes on without PKCE and nonce where the caller has no session', async () => {
    const client = clientFor(provider, { runtime, sessionless: true, stateCheckedByCaller: true });
    const url = new URL(await getAuthorizationUri(client, { redirectUri }, noSession));
    expect([...url.searchParams.keys()].toSorted()).toEqual([
      'client_id',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    provider.use(lenient);
    const form = { code: 'given', redirectUri, iss: provider.issuer };
    await expect(finishOAuthSignIn(client, form, noSession)).rejects.toEqual(refusal('social_auth_code_invalid'));
    const token = provider.requests.find(({ endpoint }) => endpoint === 'token');
    expect(token?.form.get('redirect_uri')).toBe(redirectUri);
    expect(token?.form.has('code_verifier')).toBe(false);
  });

  it('asks for the redirect URI', async () => {
    const client = clientFor(provider, { runtime, sessionless: true, stateCheckedByCaller: true });
    const finished = finishOAuthSignIn(client, { code: 'given', iss: provider.issuer }, noSession);
    await expect(finished).rejects.toEqual(
      expect.objectContaining({ code: 'invalid_request_parameters', hint: expect.stringContaining('redirectUri') }),
    );
  });

  it('attack: a session that was started is not skipped by losing it', async () => {
    const client = clientFor(provider, { runtime, sessionless: true, stateCheckedByCaller: true });
    const callback = { code: 'given', redirectUri, iss: provider.issuer };
    await expect(finishOAuthSignIn(client, callback, () => undefined)).rejects.toEqual(refusal('session_invalid'));
  });

  it('is off by default', async () => {
    const client = clientFor(provider, { runtime });
    await expect(getAuthorizationUri(client, { redirectUri }, noSession)).rejects.toEqual(refusal('not_implemented'));
    await expect(finishOAuthSignIn(client, { code: 'x', state: 'y' }, noSession)).rejects.toEqual(
      refusal('not_implemented'),
    );
  });
});

describe('a provider that speaks OAuth 2.0 only', () => {
  const endpoints = () => ({
    authorization_endpoint: `${provider.issuer}/authorize`,
    token_endpoint: `${provider.issuer}/token`,
  });
  const sign = async (source: object, callbackVariant?: VariantName | Variant) => {
    if (callbackVariant) provider.use(callbackVariant);
    const server = { kind: 'static' as const, endpoints: endpoints(), ...source };
    const client = clientFor(provider, { runtime }, { openid: false, scope: 'read', server });
    const { setSession, getSession } = createSessions();
    const url = await getAuthorizationUri(client, { redirectUri }, setSession);
    expect(new URL(url).searchParams.has('nonce')).toBe(false);
    return finishOAuthSignIn(client, await provider.callbackFor(url), getSession);
  };

  it('signs in with state and PKCE', async () => {
    expect((await sign({})).tokens.access_token).toBeTruthy();
  });

  it('ignores iss without an issuer, and checks it with one', async () => {
    expect((await sign({}, 'callback/iss-wrong')).tokens.access_token).toBeTruthy();
    await expect(sign({ issuer: provider.issuer }, 'callback/iss-wrong')).rejects.toEqual(
      refusal('authorization_failed'),
    );
    provider.use();
    expect((await sign({ issuer: provider.issuer })).tokens.access_token).toBeTruthy();
  });

  it('requires iss from a provider that always sends it', async () => {
    const source = { issuer: provider.issuer, sendsIssuer: true };
    await expect(sign(source, 'callback/iss-missing')).rejects.toEqual(refusal('authorization_failed'));
  });

  it('reads a token answer that is a form', async () => {
    const asForm: Variant = {
      description: 'Answers the token request with a form.',
      answers: {
        token: (answer) => ({
          ...answer,
          headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
          body: new URLSearchParams(JSON.parse(answer.body) as Record<string, string>).toString(),
        }),
      },
    };
    expect((await sign({}, asForm)).tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  });
});
