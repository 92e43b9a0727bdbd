import { inspect } from 'node:util';
import { ConnectorError, type Runtime } from '@jackfield/connector-kit';
import { type OAuthProvider, type OAuthVariantName, startOAuthProvider } from '@jackfield/connector-test-kit/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getAuthorizationUri } from './authorization.ts';
import { createOAuthClient } from './client.ts';
import { fetchProfile, fetchResource, type ResourceRequest } from './profile-request.ts';
import type { OAuthClient } from './settings.ts';
import { finishOAuthSignIn } from './sign-in.ts';
import { createSessions, createTestRuntime, redirectUri } from './testing/harness.ts';

let provider: OAuthProvider;
let runtime: Runtime;
let client: OAuthClient;
let accessToken: string;

beforeAll(async () => {
  provider = await startOAuthProvider();
  runtime = createTestRuntime(400);
  const { endpoints, clientId, clientSecret } = provider;
  client = createOAuthClient(
    { runtime },
    {
      connectorId: 'test',
      server: {
        kind: 'static',
        endpoints: { authorization_endpoint: endpoints.authorize, token_endpoint: endpoints.token },
      },
      clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret },
      scope: 'profile',
      openid: false,
      headers: { 'x-api-version': '2' },
    },
  );
});
beforeEach(async () => {
  provider.reset();
  const { setSession, getSession } = createSessions();
  const callback = await provider.callbackFor(await getAuthorizationUri(client, { redirectUri }, setSession));
  const { tokens } = await finishOAuthSignIn(client, callback, getSession);
  accessToken = tokens.access_token;
});
afterAll(async () => {
  await provider.close();
  await runtime.close();
});

const fetchMe = async (request: Partial<ResourceRequest> = {}) =>
  fetchProfile(client, accessToken, { url: provider.endpoints.userinfo, ...request });

describe('a request for a profile', () => {
  it('keeps every digit of the id, and sends the headers of the settings', async () => {
    expect(await fetchMe()).toMatchObject({ id: '80351110224678913', name: 'Ada Lovelace' });
    expect(provider.requests.at(-1)?.headers).toMatchObject({
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
      'user-agent': 'jackfield',
      'x-api-version': '2',
    });
  });

  it.each<[string, Partial<ResourceRequest>]>([
    ['in the header, with POST', { method: 'POST' }],
    ['as a query parameter', { accessToken: { in: 'parameter' } }],
    ['as a form parameter', { method: 'POST', accessToken: { in: 'parameter', name: 'access_token' } }],
  ])('carries the token %s', async (_place, request) => {
    expect((await fetchMe(request)).name).toBe('Ada Lovelace');
  });

  it('keeps the query of the address beside the token', async () => {
    await fetchMe({ url: `${provider.endpoints.userinfo}?fields=a,b`, accessToken: { in: 'parameter' } });
    const { searchParams } = provider.requests.at(-1)?.url ?? new URL('about:blank');
    expect(Object.fromEntries(searchParams)).toEqual({ fields: 'a,b', access_token: accessToken });
  });

  it('takes any JSON as a resource, and only an object as a profile', async () => {
    provider.use('userinfo/array');
    expect(await fetchResource(client, accessToken, { url: provider.endpoints.userinfo })).toEqual([]);
    await expect(fetchMe()).rejects.toMatchObject({ code: 'invalid_response' });
  });

  it.each<[OAuthVariantName, string, number | undefined]>([
    ['userinfo/status-401', 'social_invalid_access_token', undefined],
    ['userinfo/status-403', 'social_invalid_access_token', undefined],
    ['profile/invalid-token-with-400', 'social_invalid_access_token', undefined],
    ['profile/invalid-token-with-200', 'social_invalid_access_token', undefined],
    ['profile/error-with-200', 'invalid_response', undefined],
    ['userinfo/html', 'invalid_response', undefined],
    ['userinfo/gigantic', 'invalid_response', undefined],
    ['userinfo/status-404', 'invalid_response', undefined],
    ['userinfo/status-503', 'provider_unavailable', undefined],
    ['userinfo/slow', 'provider_unavailable', undefined],
    ['userinfo/status-429', 'rate_limit_exceeded', 7],
    ['userinfo/status-429-huge', 'rate_limit_exceeded', 86_400],
    ['userinfo/status-429-odd', 'rate_limit_exceeded', undefined],
    ['profile/limit-reset-odd', 'rate_limit_exceeded', undefined],
  ])('attack: %s becomes %s', async (variant, code, retryAfter) => {
    provider.use(variant);
    const error: unknown = await fetchMe().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\S/) });
    expect(ConnectorError.isInstance(error) && error.retryAfter).toBe(retryAfter);
    expect(provider.trap.requests).toEqual([]);
  });

  it.each([
    ['in 90', 'x-ratelimit-reset', () => '90', 90],
    ['in 90.5, as Reddit writes it', 'x-ratelimit-reset', () => '90.5', 91],
    ['at a time that has passed', 'x-rate-limit-reset', () => String(Math.floor(Date.now() / 1000) - 60), 0],
    ['at a time far away', 'x-rate-limit-reset', () => '99999999999999', 86_400],
  ])('attack: a rate limit that ends %s', async (_when, name, value, retryAfter) => {
    const headers = { [name]: value() };
    provider.use({ description: 'Limits.', answers: { userinfo: () => ({ status: 429, headers, body: '' }) } });
    await expect(fetchMe()).rejects.toMatchObject({ code: 'rate_limit_exceeded', retryAfter });
  });

  it('attack: the provider echoes the access token', async () => {
    provider.use('profile/error-echoes-token');
    const error: unknown = await fetchMe().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ details: { providerCode: 'invalid_token' } });
    expect(inspect(error)).toContain('[redacted]');
    expect(inspect(error)).not.toContain(accessToken);
  });
});
