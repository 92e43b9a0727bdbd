import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { beginSignIn, redeem } from '../../testing/openid-client.ts';
import { type ScriptedProvider, startScriptedProvider } from '../scripted/provider.ts';
import { identityVariants } from './identity.ts';
import { tokenVariants } from './token.ts';
import { userInfoVariants } from './user-info.ts';
import type { VariantName } from './index.ts';

let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider();
});

afterEach(() => provider.reset());
afterAll(() => provider.close());

type Json = Record<string, unknown>;

async function tokenAnswer(name?: VariantName): Promise<Response> {
  const { url, verifier } = await beginSignIn(provider, { scope: 'openid profile email phone' });
  if (name) provider.use(name);
  return redeem(provider, (await provider.callbackFor(url)).searchParams.get('code') ?? '', verifier);
}

async function signIn(name?: VariantName): Promise<{ idToken: Json; userInfo: string; type: string | null }> {
  const tokens = (await (await tokenAnswer(name)).json()) as { access_token: string; id_token: string };
  const answer = await fetch(`${provider.issuer}/userinfo`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  return {
    idToken: decodeJwt(tokens.id_token),
    userInfo: await answer.text(),
    type: answer.headers.get('content-type'),
  };
}

const pick = (claims: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.flatMap((name) => (name in claims ? [[name, claims[name]]] : [])));

describe('identity variants', () => {
  const ada = { email: 'ada@example.test', email_verified: true };
  const marked = (value: unknown): [Json, Json] => {
    const claims = { ...ada, email_verified: value };
    return [claims, claims];
  };
  const unmarked = { email: ada.email };
  const victim = { email: 'victim@example.test' };

  const emailRows: [VariantName, inIdToken: Json, atUserInfo: Json][] = [
    ['identity/email-verified-false', ...marked(false)],
    ['identity/email-verified-false-text', ...marked('false')],
    ['identity/email-verified-true-text', ...marked('true')],
    ['identity/email-verified-one', ...marked(1)],
    ['identity/email-verified-one-text', ...marked('1')],
    ['identity/email-verified-yes', ...marked('yes')],
    ['identity/email-verified-null', ...marked(null)],
    ['identity/email-verified-object', ...marked({ verified: true })],
    ['identity/email-verified-array', ...marked([true])],
    ['identity/email-verified-missing', unmarked, unmarked],
    ['identity/email-missing', { email_verified: true }, { email_verified: true }],
    ['identity/email-empty', { ...ada, email: '' }, { ...ada, email: '' }],
    ['identity/email-object', { ...ada, email: { address: ada.email } }, { ...ada, email: { address: ada.email } }],
    ['identity/email-array', { ...ada, email: [ada.email] }, { ...ada, email: [ada.email] }],
    ['identity/claims-in-id-token-only', ada, {}],
    ['identity/claims-in-userinfo-only', {}, ada],
    ['identity/email-in-id-token-mark-in-userinfo', unmarked, { email_verified: true }],
    ['identity/email-in-userinfo-mark-in-id-token', { email_verified: true }, unmarked],
    ['identity/emails-differ', ada, victim],
    ['identity/emails-differ-userinfo-verified', victim, ada],
    ['identity/marks-differ', ada, { ...ada, email_verified: false }],
  ];

  it.each(emailRows)('%s', async (name, inIdToken, atUserInfo) => {
    const { idToken, userInfo } = await signIn(name);
    expect(pick(idToken, ['email', 'email_verified'])).toEqual(inIdToken);
    expect(pick(JSON.parse(userInfo) as Json, ['email', 'email_verified'])).toEqual(atUserInfo);
  });

  const textRows: [VariantName, string][] = [
    ['identity/numeric-id', '"id":9007199254740993'],
    ['identity/numeric-sub-at-userinfo', '"sub":9007199254740993'],
    ['identity/phone-unverified', '"phone_number_verified":false'],
    ['identity/name-markup', '"name":"<script>alert(1)</script>\\u001b[31m"'],
    ['identity/name-object', '"name":{"first":"Ada"}'],
    ['identity/picture-script', '"picture":"javascript:alert(1)"'],
  ];

  it.each(textRows)('%s', async (name, text) => {
    expect((await signIn()).userInfo).not.toContain(text);
    expect((await signIn(name)).userInfo).toContain(text);
  });

  it('identity/phone-verified-missing', async () => {
    const { idToken, userInfo } = await signIn('identity/phone-verified-missing');
    for (const claims of [idToken, JSON.parse(userInfo) as Json]) {
      expect(pick(claims, ['phone_number', 'phone_number_verified'])).toEqual({ phone_number: '+14155550100' });
    }
  });

  it('are all tested here', () => {
    const tested = [
      ...emailRows.map(([name]) => name),
      ...textRows.map(([name]) => name),
      'identity/phone-verified-missing',
    ];
    expect(tested.toSorted()).toEqual(Object.keys(identityVariants).toSorted());
  });
});

describe('userinfo variants', () => {
  const subjectRows: [VariantName, unknown][] = [
    ['userinfo/sub-other', 'somebody-else'],
    ['userinfo/sub-case', 'ADA-1815'],
    ['userinfo/sub-missing', undefined],
    ['userinfo/sub-empty', ''],
    ['userinfo/sub-null', null],
    ['userinfo/sub-object', { id: 'ada-1815' }],
    ['userinfo/sub-array', ['ada-1815']],
    ['userinfo/error-with-200', undefined],
  ];

  it.each(subjectRows)('%s', async (name, subject) => {
    const { idToken, userInfo } = await signIn(name);
    expect(idToken.sub).toBe('ada-1815');
    expect((JSON.parse(userInfo) as Json).sub).toEqual(subject);
  });

  const jwtRows: [VariantName, string][] = [
    ['userinfo/jwt', 'accepted'],
    ['userinfo/jwt-bad-signature', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    ['userinfo/jwt-alg-none', 'ERR_JOSE_ALG_NOT_ALLOWED'],
    ['userinfo/jwt-aud-other', 'aud'],
    ['userinfo/jwt-iss-other', 'iss'],
    ['userinfo/jwt-sub-other', 'sub'],
  ];

  it.each(jwtRows)('%s: a strict client says %s', async (name, outcome) => {
    const { userInfo, type } = await signIn(name);
    expect(type).toBe('application/jwt');
    const { keys } = (await (await fetch(`${provider.issuer}/jwks`)).json()) as { keys: [Json] };
    const verdict = jwtVerify(userInfo, await importJWK(keys[0]), {
      algorithms: ['RS256'],
      issuer: provider.issuer,
      audience: provider.clientId,
      subject: 'ada-1815',
    }).then(
      () => 'accepted',
      (error: { code: string; claim?: string }) => error.claim ?? error.code,
    );
    expect(await verdict).toBe(outcome);
    expect(decodeProtectedHeader(userInfo)).toHaveProperty('alg');
  });

  it('are all tested here', () => {
    const tested = [...subjectRows.map(([name]) => name), ...jwtRows.map(([name]) => name)];
    expect(tested.toSorted()).toEqual(Object.keys(userInfoVariants).toSorted());
  });
});

describe('token variants', () => {
  const answerRows: [VariantName, number, Json][] = [
    ['token/error-with-200', 200, { error: 'bad_verification_code' }],
    ['token/invalid-grant-with-200', 200, { error: 'invalid_grant' }],
    ['token/error-beside-tokens', 200, { error: 'invalid_grant', token_type: 'Bearer' }],
    ['token/invalid-grant', 400, { error: 'invalid_grant' }],
    ['token/invalid-client', 401, { error: 'invalid_client' }],
    ['token/invalid-client-400', 400, { error: 'invalid_client' }],
    ['token/unauthorized-client', 400, { error: 'unauthorized_client' }],
    ['token/invalid-scope', 400, { error: 'invalid_scope' }],
    ['token/error-html', 400, { error_description: '<script>alert(1)</script>' }],
    ['token/error-object', 400, { error: { message: 'no' } }],
    ['token/type-lower-case', 200, { token_type: 'bearer' }],
    ['token/type-upper-case', 200, { token_type: 'BEARER' }],
    ['token/type-mac', 200, { token_type: 'mac' }],
    ['token/type-dpop', 200, { token_type: 'DPoP' }],
    ['token/type-number', 200, { token_type: 1 }],
    ['token/expires-in-string', 200, { expires_in: '3600' }],
    ['token/expires-in-text', 200, { expires_in: 'soon' }],
    ['token/expires-in-negative', 200, { expires_in: -1 }],
    ['token/expires-in-zero', 200, { expires_in: 0 }],
    ['token/expires-in-huge', 200, { expires_in: 1e20 }],
    ['token/expires-in-null', 200, { expires_in: null }],
    ['token/access-token-empty', 200, { access_token: '' }],
    ['token/access-token-number', 200, { access_token: 4711 }],
    ['token/access-token-line-break', 200, { access_token: 'access\r\nX-Injected: yes' }],
    ['token/refresh-token-number', 200, { refresh_token: 4711 }],
    ['token/scope-reduced', 200, { scope: 'openid' }],
    ['token/scope-array', 200, { scope: ['openid', 'email'] }],
  ];

  it.each(answerRows)('%s', async (name, status, body) => {
    const answer = await tokenAnswer(name);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(body);
  });

  const missingRows: [VariantName, string][] = [
    ['token/type-missing', 'token_type'],
    ['token/expires-in-missing', 'expires_in'],
    ['token/access-token-missing', 'access_token'],
    ['token/refresh-token-missing', 'refresh_token'],
  ];

  it.each(missingRows)('%s', async (name, member) => {
    expect(await (await tokenAnswer()).json()).toHaveProperty(member);
    expect(await (await tokenAnswer(name)).json()).not.toHaveProperty(member);
  });

  it('token/error-echoes-request repeats every secret', async () => {
    const text = await (await tokenAnswer('token/error-echoes-request')).text();
    const { form } = provider.requests.find(({ endpoint }) => endpoint === 'token') ?? {};
    for (const secret of [form?.get('code'), form?.get('code_verifier'), provider.clientSecret]) {
      expect(text).toContain(secret);
    }
  });

  const revocationRows: [VariantName, number][] = [
    ['revocation/unsupported-token-type', 400],
    ['revocation/unsupported-token-type-with-200', 200],
  ];

  it.each(revocationRows)('%s', async (name, status) => {
    provider.use(name);
    const answer = await fetch(`${provider.issuer}/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: 'a' }),
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: 'unsupported_token_type' });
  });

  const leniencyRows: [VariantName, number[]][] = [
    ['token/code-reusable', [200, 400, 400, 401]],
    ['token/pkce-unchecked', [400, 200, 400, 401]],
    ['token/redirect-uri-unchecked', [400, 400, 200, 401]],
    ['token/client-unchecked', [400, 400, 400, 200]],
    ['token/unguarded', [200, 200, 200, 200]],
  ];

  it.each(leniencyRows)('%s', async (name, statuses) => {
    provider.use(name);
    const fresh = async (redirect?: string): Promise<[code: string, verifier: string]> => {
      const begun = await beginSignIn(provider, redirect === undefined ? {} : { redirect_uri: redirect });
      return [(await provider.callbackFor(begun.url)).searchParams.get('code') ?? '', begun.verifier];
    };
    const used = await fresh();
    await redeem(provider, ...used);
    const [codeOfAnother] = await fresh();
    const answers = [
      await redeem(provider, ...used),
      await redeem(provider, codeOfAnother, 'w'.repeat(43)),
      await redeem(provider, ...(await fresh('http://127.0.0.1:9/elsewhere'))),
      await redeem({ ...provider, clientSecret: 'wrong' }, ...(await fresh())),
    ];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });

  it('are all tested here', () => {
    const tested = [
      ...answerRows.map(([name]) => name),
      ...missingRows.map(([name]) => name),
      ...revocationRows.map(([name]) => name),
      ...leniencyRows.map(([name]) => name),
      'token/error-echoes-request',
    ];
    expect(tested.toSorted()).toEqual(Object.keys(tokenVariants).toSorted());
  });
});
