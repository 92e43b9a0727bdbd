import type { DiagnosticStep, Runtime } from '@jackfield/connector-kit';
import { type OAuthProvider, type OAuthVariantName, startOAuthProvider } from '@jackfield/connector-test-kit/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOAuthStandard, type OAuthStandardConfig } from './index.ts';
import { configFor, createFor, createTestRuntime } from './testing/harness.ts';

let provider: OAuthProvider;
let runtime: Runtime;
beforeAll(async () => {
  provider = await startOAuthProvider();
  runtime = createTestRuntime(400);
});
beforeEach(() => provider.reset());
afterAll(async () => {
  await provider.close();
  await runtime.close();
});

async function diagnose(changes: Partial<OAuthStandardConfig> = {}): Promise<Record<string, DiagnosticStep>> {
  const steps: Record<string, DiagnosticStep> = {};
  for await (const step of (await createFor(provider, runtime, changes)).diagnose()) steps[step.id] = step;
  return steps;
}

describe('a diagnosis', () => {
  it('passes at an honest provider, and signs nobody in', async () => {
    const steps = await diagnose({ refreshEndpoint: provider.endpoints.token });
    expect(Object.values(steps).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'configuration pass',
      'endpoints pass',
      'scope skipped',
      'pkce pass',
      'issuer-parameter pass',
      'proxy pass',
      'authentication-method pass',
      'client-authentication pass',
      'user-info pass',
      'refresh-endpoint pass',
      'access-token-place pass',
      'verified-email pass',
      'protocol pass',
    ]);
    expect(provider.calls.authorize).toBe(0);
  });

  it('finds an invalid configuration', async () => {
    const connector = await createOAuthStandard({ getConfig: async () => ({}), runtime });
    const steps: DiagnosticStep[] = [];
    for await (const step of connector.diagnose()) steps.push(step);
    expect(steps).toEqual([
      expect.objectContaining({ id: 'configuration', status: 'fail', fix: expect.stringContaining('tokenEndpoint') }),
    ]);
  });

  it.each<[string, OAuthVariantName, string, 'fail' | 'warn', RegExp]>([
    ['client credentials that are refused', 'token/invalid-client', 'client-authentication', 'fail', /clientId/],
    ['a grant that is not allowed', 'token/unauthorized-client', 'client-authentication', 'fail', /grant/],
    ['a token endpoint that is a web page', 'token/status-404', 'client-authentication', 'warn', /address/],
    ['a token endpoint that is down', 'token/status-500', 'client-authentication', 'fail', /500/],
    ['a token endpoint that is slow', 'token/slow', 'client-authentication', 'fail', /0\.4 s/],
    ['a user info endpoint that is not there', 'userinfo/status-404', 'user-info', 'fail', /address/],
    ['a user info endpoint that is a web page', 'userinfo/html', 'user-info', 'fail', /web page/],
    ['a user info endpoint that is down', 'userinfo/status-503', 'user-info', 'fail', /503/],
    ['a user info endpoint that redirects', 'userinfo/redirect-302', 'user-info', 'fail', /redirect/i],
    ['a user info endpoint that answers an odd error', 'userinfo/status-400-html', 'user-info', 'warn', /400/],
    ['a rate limit', 'userinfo/status-429', 'user-info', 'fail', /too many requests/],
  ])('finds %s', async (_what, variant, id, status, fix) => {
    provider.use(variant);
    expect((await diagnose())[id]).toMatchObject({ status, fix: expect.stringMatching(fix) });
  });

  it('finds a wrong secret and a wrong id, and repeats neither', async () => {
    for (const changes of [
      { clientId: 'wrong-id-canary' },
      { clientAuthentication: { method: 'client_secret_post', clientSecret: 'wrong-secret-canary' } },
    ] as const) {
      const steps = await diagnose(changes);
      expect(steps['client-authentication']).toMatchObject({
        status: 'fail',
        fix: expect.stringContaining('clientId'),
      });
      expect(JSON.stringify(steps)).not.toContain('canary');
    }
  });

  it('finds a user info endpoint that answers to anybody', async () => {
    const profile = { status: 200, headers: {}, body: '{"id":1}' };
    provider.use({ description: 'Answers to anybody.', answers: { userinfo: () => profile } });
    expect((await diagnose())['user-info']?.status).toBe('warn');
  });

  it('finds a refresh endpoint that is not there, refuses the client, or gives tokens for anything', async () => {
    const refresh = async (url: string) => (await diagnose({ refreshEndpoint: url }))['refresh-endpoint'];
    expect(await refresh(`${provider.origin}/nothing`)).toMatchObject({ status: 'fail' });
    const refuse = { status: 401, headers: {}, body: '' };
    provider.use({ description: 'Refuses the client.', answers: { token: () => refuse } });
    expect(await refresh(provider.endpoints.token)).toMatchObject({
      status: 'fail',
      fix: expect.stringContaining('clientId'),
    });
    const odd = { status: 400, headers: {}, body: '{"error":"no"}' };
    provider.use({ description: 'Refuses in its own words.', answers: { token: () => odd } });
    expect((await refresh(provider.endpoints.token))?.status).toBe('warn');
    const tokens = { status: 200, headers: {}, body: '{"access_token":"x","token_type":"Bearer"}' };
    provider.use({ description: 'Gives tokens for anything.', answers: { token: () => tokens } });
    expect((await refresh(provider.endpoints.token))?.status).toBe('warn');
  });

  it('finds an endpoint in a private network, and tells nothing of it', async () => {
    const steps = await diagnose({ userInfo: { endpoint: 'https://192.168.7.7/me' } });
    expect(steps.endpoints).toMatchObject({ status: 'fail', fix: expect.stringContaining('privateHosts') });
    expect(steps['user-info']?.status).toBe('fail');
  });

  it('finds a closed port', async () => {
    const steps = await diagnose({ tokenEndpoint: 'http://127.0.0.1:9/token' });
    expect(steps['client-authentication']?.status).toBe('fail');
  });

  it('warns of every weakening', async () => {
    const { issuer: _, ...config } = configFor(provider, {
      withoutPkce: true,
      treatEmailAsVerified: true,
      scope: 'openid email',
      userInfo: { endpoint: provider.endpoints.userinfo, accessToken: { in: 'parameter' } },
    });
    const warnings: string[] = [];
    for await (const { id, status } of (await createOAuthStandard({ config, runtime })).diagnose()) {
      if (status === 'warn') warnings.push(id);
    }
    expect(warnings).toEqual(['pkce', 'issuer-parameter', 'access-token-place', 'verified-email', 'protocol']);
  });

  it('warns of an address without the path of its mark', async () => {
    expect((await diagnose({ profile: { id: 'id', email: 'email' } }))['verified-email']?.status).toBe('warn');
  });
});
