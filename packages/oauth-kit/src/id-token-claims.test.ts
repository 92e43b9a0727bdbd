import * as oauth from 'oauth4webapi';
import { describe, expect, it } from 'vitest';
import { checkIdTokenClaims, type ExpectedClaims } from './id-token-claims.ts';

const now = Math.floor(Date.now() / 1000);
const expected: ExpectedClaims = {
  issuer: 'https://id.example',
  clientId: 'client',
  parties: ['client'],
  nonce: 'nonce',
  maxAge: undefined,
  now,
};
const right = { iss: 'https://id.example', sub: 'ada', aud: 'client', exp: now + 300, iat: now, nonce: 'nonce' };

function hintFor(claims: object, changes: Partial<ExpectedClaims> = {}): string {
  try {
    checkIdTokenClaims({ ...right, ...claims }, { ...expected, ...changes });
    return 'accepted';
  } catch (error) {
    expect(error).toMatchObject({ code: 'social_invalid_id_token' });
    return error instanceof Error && 'hint' in error ? String(error.hint) : '';
  }
}

describe('the claims of an ID token', () => {
  it.each([
    ['as they are', {}],
    ['an audience in a list', { aud: ['client'] }],
    ['issued to us, as the token itself says', { azp: 'client' }],
    ['issued to us, for others, too', { aud: ['client', 'other'], azp: 'client' }],
    ['just expired', { exp: now - 29 }],
    ['valid and issued in a moment', { nbf: now + 30, iat: now + 30 }],
  ])('are accepted: %s', (_what, claims) => {
    expect(hintFor(claims)).toBe('accepted');
  });

  it.each([
    ['another issuer', { iss: 'https://id.example/' }, 'iss'],
    ['another audience', { aud: 'other' }, 'aud'],
    ['audiences without us', { aud: ['other'] }, 'aud'],
    ['no audience', { aud: [] }, 'aud'],
    ['more audiences, and not a word to whom it was issued', { aud: ['client', 'other'] }, 'azp'],
    ['issued to another client', { azp: 'other' }, 'azp'],
    ['for us and others, and issued to one of them', { aud: ['client', 'other'], azp: 'other' }, 'azp'],
    ['expired', { exp: now - 30 }, 'expired'],
    ['not valid yet', { nbf: now + 31 }, 'not valid yet'],
    ['issued in the future', { iat: now + 31 }, 'future'],
    ['valid for ever', { exp: Number.POSITIVE_INFINITY }, 'no number'],
    ['another nonce', { nonce: 'other' }, 'nonce'],
    ['no nonce', { nonce: undefined }, 'nonce'],
    ['nobody', { sub: ' ' }, 'sub'],
    ['a subject that is too long', { sub: 'a'.repeat(256) }, 'sub'],
    ['a time of signing in that is none', { auth_time: 'yesterday' }, 'auth_time'],
  ])('are refused: %s', (_what, claims, why) => {
    expect(hintFor(claims)).toContain(why);
  });

  it('must say when the person signed in where that is asked, and not long ago', () => {
    expect(hintFor({}, { maxAge: 60 })).toContain('auth_time');
    expect(hintFor({ auth_time: now - 100 }, { maxAge: 60 })).toContain('maxAge');
    expect(hintFor({ auth_time: now - 80 }, { maxAge: 60 })).toBe('accepted');
  });

  it('must have a nonce that is not empty, even where an empty one was handed out', () => {
    expect(hintFor({ nonce: '' }, { nonce: '' })).toContain('nonce');
  });

  it('may name another of our own clients only where that is expected', () => {
    const changes = { parties: ['client', 'native'] };
    expect(hintFor({ azp: 'native' }, changes)).toBe('accepted');
    expect(hintFor({ azp: 'native', aud: ['client', 'native'] }, changes)).toContain('azp');
  });

  it('are never accepted where another library refuses them', async () => {
    const values: Readonly<Record<string, readonly unknown[]>> = {
      iss: [right.iss, `${right.iss}/`, 5, undefined],
      sub: ['ada', '', 5, undefined],
      aud: ['client', 'other', ['client'], ['client', 'other'], ['other', 'client'], [], 5, undefined],
      azp: [undefined, 'client', 'other', 5],
      exp: [now + 300, now - 20, now - 300, '9999999999', undefined],
      iat: [now, now - 9_000_000, '1', undefined],
      nbf: [undefined, now - 10, now + 300, '1'],
      nonce: ['nonce', 'other', undefined, 5],
      auth_time: [undefined, now, now - 300, -1, '1'],
    };
    const names = Object.keys(values);
    let accepted = 0;
    for (const [index, one] of names.entries()) {
      for (const other of names.slice(index + 1)) {
        for (const first of values[one] ?? []) {
          for (const second of values[other] ?? []) {
            const claims = { [one]: first, [other]: second };
            for (const maxAge of [undefined, 60]) {
              if (hintFor(claims, { maxAge }) !== 'accepted') continue;
              accepted += 1;
              // oxlint-disable-next-line no-await-in-loop
              expect(await isAcceptedByLibrary({ ...right, ...claims }, maxAge), JSON.stringify(claims)).toBe(true);
            }
          }
        }
      }
    }
    expect(accepted).toBeGreaterThan(50);
  });
});

/** Whether `oauth4webapi` accepts these claims. */
async function isAcceptedByLibrary(claims: object, maxAge: number | undefined): Promise<boolean> {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const body = {
    access_token: 'token',
    token_type: 'bearer',
    id_token: `${encode({ alg: 'RS256' })}.${encode(claims)}.c2ln`,
  };
  try {
    await oauth.processAuthorizationCodeResponse(
      { issuer: expected.issuer },
      { client_id: expected.clientId, [oauth.clockTolerance]: 30 },
      Response.json(body),
      { expectedNonce: 'nonce', requireIdToken: true, ...(maxAge !== undefined && { maxAge }) },
    );
    return true;
  } catch {
    return false;
  }
}
