import { createHash } from 'node:crypto';
import type { AuthorizationRequest, SocialSession } from '@jackfield/connector-kit';
import { secretValues } from '@jackfield/connector-kit/schema';
import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import type { SocialContext } from './adapter.ts';
import { createInstance } from './sign-in.ts';

/** The authorization request: RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1. */
export const authorizationCases = {
  'asks for a code, to be brought to the redirect URI as given': async (context) => {
    const { parameters } = await authorize(context);
    expect(parameters.get('response_type')).toBe('code');
    expect(parameters.get('redirect_uri')).toBe(context.adapter.redirectUri);
    expect(parameters.get('client_id')).toMatch(/\S/);
  },
  'asks with each parameter once': async (context) => {
    const { parameters } = await authorize(context);
    const names = [...parameters.keys()];
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  },
  'asks with PKCE S256': async (context) => {
    const { parameters } = await authorize(context);
    expect(parameters.get('code_challenge_method')).toBe('S256');
    expect(parameters.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  },
  'asks with a nonce when the scope has openid': async (context) => {
    const { parameters } = await authorize(context);
    const isOpenId = (parameters.get('scope') ?? '').split(' ').includes('openid');
    if (isOpenId) expect(parameters.get('nonce') ?? '', 'nonce').toMatch(/^[\w-]{16,}$/);
  },
  'makes state, challenge and nonce anew each time': async (context) => {
    const [first, second] = [await authorize(context), await authorize(context)];
    expect(first.parameters.get('state')).toMatch(/^[\w-]{22,}$/);
    for (const name of ['state', 'code_challenge', 'nonce']) {
      const value = first.parameters.get(name);
      if (value !== null) expect(second.parameters.get(name), name).not.toBe(value);
    }
  },
  'uses the state that it is given': async (context) => {
    const state = 'a-state-of-the-host.~_0123456789';
    const { parameters, session } = await authorize(context, { state });
    expect(parameters.get('state')).toBe(state);
    expect(session.state).toBe(state);
  },
  'uses the scope of the call instead of the configured one': async (context) => {
    const { parameters } = await authorize(context, { scope: 'openid one:two' });
    expect(parameters.get('scope')).toBe('openid one:two');
  },
  'stores one session, as JSON, under its state': async (context) => {
    const { parameters, sessions, session } = await authorize(context);
    expect(sessions).toHaveLength(1);
    expect(session.state).toBe(parameters.get('state'));
    expect(session.redirectUri).toBe(context.adapter.redirectUri);
    expect(JSON.parse(JSON.stringify(session)), 'the session after a round trip through JSON').toEqual(session);
  },
  'keeps the PKCE verifier out of the URL': async (context) => {
    const { url, parameters, session } = await authorize(context);
    const challenge = parameters.get('code_challenge');
    const verifier = Object.values(session).find(
      (value) => typeof value === 'string' && challengeOf(value) === challenge,
    );
    expect(verifier, 'the value in the session that the challenge was made from').toBeTypeOf('string');
    expect(url.href).not.toContain(verifier);
  },
  'keeps the secrets of the configuration out of the URL and the session': async (context) => {
    const { url, session } = await authorize(context);
    for (const secret of secretValues(context.module.configGuard, context.adapter.config)) {
      expect(url.href.includes(encodeURIComponent(secret)), 'whether the URL has a secret').toBe(false);
      expect(JSON.stringify(session).includes(secret), 'whether the session has a secret').toBe(false);
    }
  },
  'refuses a redirect URI that is not absolute, has a fragment, or runs a script': async (context) => {
    for (const redirectUri of ['', '/callback', '//evil.test/callback', 'https://app.test/#x', 'javascript:alert(1)']) {
      await expectConnectorError(() => authorize(context, { redirectUri }), 'invalid_request_parameters');
    }
  },
} as const satisfies Cases<SocialContext>;

async function authorize(context: SocialContext, request: Partial<AuthorizationRequest> = {}) {
  const connector = await createInstance(context);
  const sessions: SocialSession[] = [];
  const { redirectUri } = context.adapter;
  const href = await connector.getAuthorizationUri({ redirectUri, ...request }, (session) => sessions.push(session));
  const url = new URL(href);
  const [session] = sessions;
  if (session === undefined) expect.fail('setSession was not called before the authorization URL was returned');
  return { url, parameters: url.searchParams, sessions, session };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
