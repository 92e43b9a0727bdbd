import { createHash, randomUUID } from 'node:crypto';
import type { EgressRequest } from '@jackfield/connector-kit';
import type { Person, SocialAdapter } from '../suites/social/adapter.ts';
import { createMemoryRuntime } from './memory-runtime.ts';

interface Grant {
  readonly person: Person;
  readonly challenge: string | null;
}

type Result = ReturnType<Parameters<typeof createMemoryRuntime>[0]>;

const config = { clientId: 'tiny-client', clientSecret: 'tiny-client-secret', origin: 'https://provider.test' };
const redirectUri = 'https://app.test/callback?tenant=1';
const accounts = {
  verified: { sub: '10001', email: 'ada@app.test', email_verified: true, name: 'Ada' },
  unverified: { sub: '10002', email: 'eve@evil.test', email_verified: false, name: 'Eve' },
} as const;

/** A provider in memory: authorization codes with PKCE, refresh tokens, user info, revocation. */
export function startTinyProvider(): SocialAdapter & { refuseTokens(body: unknown, status?: number): void } {
  const codes = new Map<string, Grant>();
  const tokens = new Map<string, Person>();
  let tokenRequests = 0;
  let refusal: Result | undefined;

  const issue = (person: Person): Result => {
    const [access, refresh] = [randomUUID(), randomUUID()];
    tokens.set(access, person).set(refresh, person);
    return {
      status: 200,
      body: { access_token: access, refresh_token: refresh, token_type: 'Bearer', expires_in: 60 },
    };
  };
  const exchange = (form: URLSearchParams): Result => {
    tokenRequests += 1;
    if (refusal !== undefined) return refusal;
    const refreshed = tokens.get(form.get('refresh_token') ?? '');
    if (refreshed !== undefined) return issue(refreshed);
    const code = form.get('code') ?? '';
    const grant = codes.get(code);
    codes.delete(code);
    const verifies = grant?.challenge === null || grant?.challenge === challengeOf(form.get('code_verifier') ?? '');
    return grant !== undefined && verifies ? issue(grant.person) : { status: 400, body: { error: 'invalid_grant' } };
  };
  const answer = ({ url, body, headers }: EgressRequest): Result => {
    const { pathname } = new URL(url);
    if (pathname === '/') return { status: 200, body: {} };
    if (pathname === '/token') return exchange(new URLSearchParams(String(body)));
    const token = (headers?.authorization ?? '').replace(/^Bearer /, '');
    if (pathname === '/revoke') return { status: 200, body: { revoked: tokens.delete(token) } };
    const person = tokens.get(token);
    return person === undefined ? { status: 401, body: {} } : { status: 200, body: accounts[person] };
  };

  const runtime = createMemoryRuntime(answer);
  return {
    config,
    otherConfig: { ...config, clientId: 'another-client' },
    runtime,
    redirectUri,
    people: {
      verified: { id: '10001', issuer: config.origin, email: 'ada@app.test', name: 'Ada' },
      unverified: { id: '10002', issuer: config.origin, unverifiedEmail: 'eve@evil.test', name: 'Eve' },
    },
    signIn: async (authorizationUrl, person) => {
      const asked = new URL(authorizationUrl).searchParams;
      const code = randomUUID();
      codes.set(code, { person, challenge: asked.get('code_challenge') });
      const callback = new URL(asked.get('redirect_uri') ?? '');
      callback.searchParams.set('code', code);
      callback.searchParams.set('state', asked.get('state') ?? '');
      return callback;
    },
    tokenRequests: () => tokenRequests,
    refuseTokens: (body, status = 400) => {
      refusal = { status, body };
    },
    stopProvider: async () => runtime.stop(),
    close: async () => runtime.stop(),
  };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
