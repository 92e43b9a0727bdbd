import { createHash } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { beginSignIn, redeem } from '../../testing/openid-client.ts';
import { type ScriptedProvider, startScriptedProvider } from '../scripted/provider.ts';
import { idTokenClaimVariants } from './id-token-claims.ts';
import { idTokenShapeVariants } from './id-token-shape.ts';
import { idTokenSignatureVariants } from './id-token-signature.ts';
import { multiTenantVariants } from './multi-tenant.ts';
import type { VariantName } from './index.ts';

let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider();
});

afterEach(() => provider.reset());
afterAll(() => provider.close());

interface Tokens {
  id_token?: unknown;
  access_token: string;
}

/** Signs in, after an honest sign-in before it, and takes what the token endpoint answers. */
async function tokensUnder(name: VariantName): Promise<{ tokens: Tokens; nonce: string }> {
  await provider.callbackFor((await beginSignIn(provider)).url);
  const { url, verifier, nonce } = await beginSignIn(provider);
  provider.use(name);
  const code = (await provider.callbackFor(url)).searchParams.get('code') ?? '';
  const response = await redeem(provider, code, verifier);
  return { tokens: (await response.json()) as Tokens, nonce };
}

/** Everything that a strict client checks, by a library that is not ours; the first check that fails. */
async function verdict({ tokens, nonce }: { tokens: Tokens; nonce: string }): Promise<string> {
  const { id_token: idToken, access_token: accessToken } = tokens;
  if (typeof idToken !== 'string') return 'no ID token';
  if (idToken.length > 1_000_000) return 'too long';
  const keys = (await (await fetch(`${provider.issuer}/jwks`)).json()) as JSONWebKeySet;
  try {
    const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
      issuer: provider.issuer,
      audience: provider.clientId,
      algorithms: ['RS256'],
      clockTolerance: 30,
      requiredClaims: ['exp', 'iat'],
    });
    return furtherProblem(payload, nonce, accessToken) ?? 'accepted';
  } catch (error) {
    const { code, claim } = error as { code: string; claim?: string };
    return claim ?? code;
  }
}

function furtherProblem(claims: JWTPayload, nonce: string, accessToken: string): string | undefined {
  if (typeof claims.sub !== 'string' || claims.sub === '') return 'sub';
  if (claims.nonce !== nonce) return 'nonce';
  if ((claims.iat ?? 0) > Date.now() / 1000 + 30) return 'iat';
  if (Array.isArray(claims.aud) && claims.aud.length > 1 && claims.azp === undefined) return 'azp';
  if (claims.azp !== undefined && claims.azp !== provider.clientId) return 'azp';
  const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
  return claims.at_hash === undefined || claims.at_hash === hash ? undefined : 'at_hash';
}

describe('signature variants', () => {
  const expected: Record<keyof typeof idTokenSignatureVariants, string> = {
    'id-token/alg-none': 'ERR_JOSE_ALG_NOT_ALLOWED',
    'id-token/alg-none-odd-case': 'ERR_JOSE_ALG_NOT_ALLOWED',
    'id-token/alg-missing': 'ERR_JWS_INVALID',
    'id-token/hs256-public-key': 'ERR_JOSE_ALG_NOT_ALLOWED',
    'id-token/hs256-client-secret': 'ERR_JOSE_ALG_NOT_ALLOWED',
    'id-token/hs256-published-key': 'ERR_JOSE_ALG_NOT_ALLOWED',
    'id-token/alg-not-allowed': 'ERR_JOSE_ALG_NOT_ALLOWED',
    'id-token/crit-unknown': 'ERR_JOSE_NOT_SUPPORTED',
    'id-token/crit-empty': 'ERR_JWS_INVALID',
    'id-token/jku': 'ERR_JWKS_NO_MATCHING_KEY',
    'id-token/x5u': 'ERR_JWKS_NO_MATCHING_KEY',
    'id-token/jwk-embedded': 'ERR_JWKS_NO_MATCHING_KEY',
    'id-token/bad-signature': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    'id-token/unknown-kid': 'ERR_JWKS_NO_MATCHING_KEY',
    'id-token/kid-missing': 'accepted',
    'id-token/kid-missing-several-keys': 'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
    'id-token/kid-path': 'ERR_JWKS_NO_MATCHING_KEY',
    'id-token/signature-missing': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    'id-token/claims-altered': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  };

  it.each(entries(expected))('%s: a strict client says %s', async (name, outcome) => {
    expect(await verdict(await tokensUnder(name))).toBe(outcome);
  });

  it.each(['id-token/jku', 'id-token/jwk-embedded'] as const)(
    '%s would pass if the header were obeyed',
    async (name) => {
      const { tokens } = await tokensUnder(name);
      const attackerKeys = (await (await fetch(`${provider.trap.origin}/jwks`)).json()) as JSONWebKeySet;
      const { payload } = await jwtVerify(String(tokens.id_token), createLocalJWKSet(attackerKeys));
      expect(payload.sub).toBe('ada-1815');
    },
  );

  it.each([
    ['id-token/hs256-client-secret', (): string => provider.clientSecret],
    ['id-token/hs256-published-key', (): string => 'a key that is published'],
  ] as const)('%s would pass if HS256 were allowed', async (name, secret) => {
    const { tokens } = await tokensUnder(name);
    const { payload } = await jwtVerify(String(tokens.id_token), Buffer.from(secret()), { algorithms: ['HS256'] });
    expect(payload.sub).toBe('ada-1815');
  });
});

describe('claim variants', () => {
  const expected: Record<keyof typeof idTokenClaimVariants, string> = {
    'id-token/iss-other': 'iss',
    'id-token/iss-slash': 'iss',
    'id-token/iss-case': 'iss',
    'id-token/iss-missing': 'iss',
    'id-token/aud-missing': 'aud',
    'id-token/aud-other': 'aud',
    'id-token/aud-empty': 'aud',
    'id-token/aud-array': 'accepted',
    'id-token/aud-several-no-azp': 'azp',
    'id-token/aud-several-azp': 'accepted',
    'id-token/azp-foreign': 'azp',
    'id-token/azp-foreign-several': 'azp',
    'id-token/expired': 'exp',
    'id-token/expired-a-minute-ago': 'exp',
    'id-token/expired-within-tolerance': 'accepted',
    'id-token/exp-missing': 'exp',
    'id-token/exp-string': 'exp',
    'id-token/nbf-future': 'nbf',
    'id-token/nbf-within-tolerance': 'accepted',
    'id-token/iat-future': 'iat',
    'id-token/iat-a-minute-ahead': 'iat',
    'id-token/iat-within-tolerance': 'accepted',
    'id-token/iat-missing': 'iat',
    'id-token/at-hash-wrong': 'at_hash',
    'id-token/at-hash-number': 'at_hash',
    'id-token/at-hash-missing': 'accepted',
    'id-token/nonce-missing': 'nonce',
    'id-token/nonce-wrong': 'nonce',
    'id-token/nonce-empty': 'nonce',
    'id-token/nonce-replayed': 'nonce',
    'id-token/sub-missing': 'sub',
    'id-token/sub-empty': 'sub',
    'id-token/sub-null': 'sub',
    'id-token/sub-number': 'sub',
    'id-token/sub-object': 'sub',
    'id-token/sub-array': 'sub',
  };

  it.each(entries(expected))('%s: a strict client says %s', async (name, outcome) => {
    expect(await verdict(await tokensUnder(name))).toBe(outcome);
  });

  it('id-token/nonce-replayed is that of an earlier sign-in', async () => {
    const { tokens } = await tokensUnder('id-token/nonce-replayed');
    const first = provider.requests.find(({ endpoint }) => endpoint === 'authorize');
    expect(claimsOf(tokens).nonce).toBe(first?.url.searchParams.get('nonce'));
  });
});

describe('shape variants', () => {
  const expected: Record<keyof typeof idTokenShapeVariants, string> = {
    'id-token/missing': 'no ID token',
    'id-token/null': 'no ID token',
    'id-token/number': 'no ID token',
    'id-token/empty': 'ERR_JWS_INVALID',
    'id-token/garbage': 'ERR_JWS_INVALID',
    'id-token/garbage-parts': 'ERR_JWS_INVALID',
    'id-token/encrypted': 'ERR_JWS_INVALID',
    'id-token/oversized': 'too long',
  };

  it.each(entries(expected))('%s: a strict client says %s', async (name, outcome) => {
    expect(await verdict(await tokensUnder(name))).toBe(outcome);
  });
});

describe('multi-tenant variants', () => {
  const own = '11111111-1111-4111-8111-111111111111';
  const other = '22222222-2222-4222-8222-222222222222';
  const expected: Record<keyof typeof multiTenantVariants, [tenant: string, tid: unknown]> = {
    'multi-tenant/good': [own, own],
    'multi-tenant/other-tenant': [other, other],
    'multi-tenant/tid-not-bound': [other, own],
    'multi-tenant/tid-missing': [own, undefined],
    'multi-tenant/tid-empty': ['', ''],
    'multi-tenant/tid-object': [own, { id: own }],
    'multi-tenant/tid-placeholder': ['{tenantid}', '{tenantid}'],
    'multi-tenant/tid-path': ['../evil', '../evil'],
  };

  it.each(entries(expected))('%s', async (name, [tenant, tid]) => {
    const { tokens } = await tokensUnder(name);
    const claims = claimsOf(tokens);
    expect([claims.iss, claims.tid]).toEqual([`${provider.issuer}/${tenant}/v2.0`, tid]);
    const discovery = await fetch(`${provider.issuer}/common/v2.0/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ issuer: `${provider.issuer}/{tenantid}/v2.0` });
  });
});

const claimsOf = ({ id_token: idToken }: Tokens): JWTPayload =>
  JSON.parse(Buffer.from(String(idToken).split('.')[1] ?? '', 'base64url').toString()) as JWTPayload;

function entries<Name extends string, Value>(table: Record<Name, Value>): [Name, Value][] {
  return Object.entries(table) as [Name, Value][];
}
