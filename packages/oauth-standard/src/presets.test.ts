import { readFile } from 'node:fs/promises';
import type { Runtime } from '@jackfield/connector-kit';
import {
  type OAuthProvider,
  oauthPeople,
  type ShapeName,
  shapes,
  startOAuthProvider,
} from '@jackfield/connector-test-kit/oauth';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { configGuard, createOAuthStandard, type OAuthStandardConfig } from './index.ts';
import { createTestRuntime, signIn } from './testing/harness.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const { verified, unverified } = oauthPeople;

/** What each provider's own answers make of the person whose address it has verified, under the preset of the README. */
const expected = {
  Discord: {
    shape: 'discord',
    person: {
      id: verified.id,
      email: verified.email,
      name: verified.name,
      avatar: `https://cdn.discordapp.com/avatars/${verified.id}/8342729096ea3675442027381ff50dfe.png`,
    },
    revokes: true,
    refreshes: true,
  },
  Facebook: {
    shape: 'facebook',
    person: { id: verified.id, unverifiedEmail: verified.email, name: verified.name, avatar: verified.picture },
    revokes: false,
    refreshes: false,
  },
  X: {
    shape: 'x',
    person: { id: verified.id, unverifiedEmail: verified.email, name: verified.name, avatar: verified.picture },
    revokes: true,
    refreshes: true,
  },
  Spotify: {
    shape: 'spotify',
    person: { id: verified.id, unverifiedEmail: verified.email, name: verified.name, avatar: verified.picture },
    revokes: false,
    refreshes: true,
  },
  Patreon: {
    shape: 'patreon',
    person: { id: verified.id, email: verified.email, name: verified.name, avatar: verified.picture },
    revokes: false,
    refreshes: true,
  },
  Reddit: {
    shape: 'reddit',
    person: { id: verified.id, name: verified.username, avatar: verified.picture },
    revokes: true,
    refreshes: true,
  },
} as const satisfies Record<string, { shape: ShapeName; person: object; revokes: boolean; refreshes: boolean }>;

/** The preset as it stands in the README: the JSON block below the provider's heading. */
function presetOf(name: string): OAuthStandardConfig {
  const block = new RegExp(`^#### ${name}$[^#]*?\`\`\`json\\n(.*?)\`\`\``, 'ms').exec(readme)?.[1] ?? 'null';
  return configGuard.parse(JSON.parse(block));
}

/** The preset with the provider's hosts replaced by the fake's; paths and queries stay. */
function aimedAt({ origin, clientId, clientSecret }: OAuthProvider, preset: OAuthStandardConfig): OAuthStandardConfig {
  const moved = (url: string) => url.replace(/^https:\/\/[^/]+/, origin);
  const {
    clientAuthentication: { method },
    revocationEndpoint,
    issuer,
    userInfo,
  } = preset;
  if (method !== 'client_secret_basic' && method !== 'client_secret_post') throw new Error('A preset has a secret.');
  return {
    ...preset,
    clientId,
    clientAuthentication: { method, clientSecret },
    authorizationEndpoint: moved(preset.authorizationEndpoint),
    tokenEndpoint: moved(preset.tokenEndpoint),
    ...(revocationEndpoint === undefined ? {} : { revocationEndpoint: moved(revocationEndpoint) }),
    ...(issuer && { issuer: { ...issuer, url: moved(issuer.url) } }),
    userInfo: { ...userInfo, endpoint: moved(userInfo.endpoint) },
  };
}

it('covers every preset of the README', () => {
  const names = [...readme.matchAll(/^#### (.+)$/gm)].map(([, name]) => name);
  expect(new Set(names)).toEqual(new Set(Object.keys(expected)));
});

describe.each(Object.entries(expected))('the preset for %s', (name, { shape, person, revokes, refreshes }) => {
  let provider: OAuthProvider;
  let runtime: Runtime;
  beforeAll(async () => {
    provider = await startOAuthProvider({ shape });
    runtime = createTestRuntime();
  });
  afterEach(() => provider.reset());
  afterAll(async () => {
    await provider.close();
    await runtime.close();
  });
  const create = async (changes: Partial<OAuthStandardConfig> = {}) =>
    createOAuthStandard({ config: { ...aimedAt(provider, presetOf(name)), ...changes }, runtime });
  const wrongSecret = { clientAuthentication: { method: 'client_secret_basic', clientSecret: 'wrong' } } as const;

  it('names the endpoints that the provider documents', () => {
    const { paths } = shapes[shape];
    const preset = presetOf(name);
    expect({
      authorize: new URL(preset.authorizationEndpoint).pathname,
      token: new URL(preset.tokenEndpoint).pathname,
      userinfo: new URL(preset.userInfo.endpoint).pathname,
      ...(preset.revocationEndpoint && { revocation: new URL(preset.revocationEndpoint).pathname }),
    }).toEqual(paths);
  });

  it('signs a person in, with PKCE', async () => {
    const connector = await create();
    const { userInfo } = await signIn(connector, provider);
    const { issuer, rawData: _, ...rest } = userInfo;
    expect(rest).toEqual(person);
    expect(issuer).toBe(provider.origin);
    const [authorization] = provider.requests;
    expect(authorization?.url.searchParams.get('code_challenge_method')).toBe('S256');
  });

  it('attack: an unverified e-mail never reaches email (nOAuth)', async () => {
    const { userInfo } = await signIn(await create(), provider, { person: unverified });
    expect(userInfo.id).toBe(unverified.id);
    expect(userInfo.email).toBeUndefined();
  });

  it('tells a wrong secret by invalid_config', async () => {
    await expect(signIn(await create(wrongSecret), provider)).rejects.toMatchObject({
      code: 'invalid_config',
      hint: expect.stringContaining('clientId'),
    });
  });

  it('tells a code that was used by social_auth_code_invalid', async () => {
    provider.use('callback/code-unknown');
    await expect(signIn(await create(), provider)).rejects.toMatchObject({ code: 'social_auth_code_invalid' });
  });

  it('tells a refused access token by social_invalid_access_token', async () => {
    provider.use({ description: 'Another token.', tokens: (body) => ({ ...body, access_token: 'unknown' }) });
    await expect(signIn(await create(), provider)).rejects.toMatchObject({ code: 'social_invalid_access_token' });
  });

  it(refreshes ? 'refreshes tokens' : 'has no refresh token', async () => {
    const connector = await create();
    const { tokenResponse } = await signIn(connector, provider);
    expect(tokenResponse.refresh_token !== undefined).toBe(refreshes);
    if (tokenResponse.refresh_token === undefined) return;
    const renewed = await connector.getAccessTokenByRefreshToken(tokenResponse.refresh_token);
    expect(renewed.access_token).not.toBe(tokenResponse.access_token);
    await expect(connector.getAccessTokenByRefreshToken('unknown')).rejects.toMatchObject({
      code: 'social_invalid_access_token',
    });
  });

  it(revokes ? 'revokes tokens' : 'says that tokens cannot be revoked', async () => {
    const connector = await create();
    const { tokenResponse } = await signIn(connector, provider);
    const revocation = connector.revokeToken(tokenResponse.access_token, 'access_token');
    await (revokes
      ? expect(revocation).resolves.toBeUndefined()
      : expect(revocation).rejects.toMatchObject({ code: 'not_implemented' }));
    expect(provider.calls.revocation).toBe(revokes ? 1 : 0);
  });

  it('has no failing step in its diagnosis, and finds a wrong secret', async () => {
    const failures = async (changes: Partial<OAuthStandardConfig> = {}) => {
      const failed: string[] = [];
      for await (const { id, status } of (await create(changes)).diagnose()) if (status === 'fail') failed.push(id);
      return failed;
    };
    expect(await failures()).toEqual([]);
    expect(await failures(wrongSecret)).toEqual(['client-authentication']);
  });
});
