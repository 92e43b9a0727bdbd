import type { DiagnosticStep } from '@jackfield/connector-kit';
import type { VariantName } from '@jackfield/connector-test-kit/oidc';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createRuntime } from '@jackfield/egress';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOAuthClient } from '../client.ts';
import type { OAuthSettings } from '../settings.ts';
import {
  clientFor,
  createTestRuntime,
  type ScriptedProvider,
  settingsFor,
  startScriptedProvider,
} from '../testing/harness.ts';
import { diagnoseClient } from './index.ts';

let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider();
});
beforeEach(() => provider.reset());
afterAll(async () => provider.close());

async function diagnose(changes: Partial<OAuthSettings> = {}, offset = 0): Promise<Record<string, DiagnosticStep>> {
  const runtime = createTestRuntime(400);
  runtime.offset = offset;
  const steps: [string, DiagnosticStep][] = [];
  for await (const step of diagnoseClient(clientFor(provider, { runtime }, changes))) steps.push([step.id, step]);
  await runtime.close();
  return Object.fromEntries(steps);
}

describe('a diagnosis', () => {
  it('passes every step at an honest provider, and signs nobody in', async () => {
    const steps = await diagnose();
    expect(Object.values(steps).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'discovery pass',
      'clock pass',
      'endpoints pass',
      'keys pass',
      'algorithms pass',
      'scope pass',
      'pkce pass',
      'nonce pass',
      'issuer-parameter pass',
      'proxy pass',
      'authentication-method pass',
      'client-authentication pass',
    ]);
    expect(provider.calls).toMatchObject({ authorize: 0, userinfo: 0 });
  });

  it.each<[string, VariantName, string, RegExp]>([
    ['an issuer without a discovery document', 'discovery/status-404', 'discovery', /no discovery document/],
    ['a discovery document that is a web page', 'discovery/html', 'discovery', /JSON/],
    ['an issuer that differs by a slash', 'discovery/issuer-slash', 'discovery', /to the letter/],
    ['a provider that is down', 'discovery/status-503', 'discovery', /503/],
    ['a provider that is slow', 'discovery/slow', 'discovery', /0\.4 s/],
    ['a provider that hangs up', 'discovery/dropped', 'discovery', /broke/],
    ['an endpoint in a private network', 'discovery/token-endpoint-private', 'endpoints', /privateHosts/],
    ['no key set', 'discovery/jwks-uri-missing', 'endpoints', /onfigure the endpoint/],
    ['an empty key set', 'jwks/no-keys', 'keys', /asymmetric/],
    ['keys for encryption only', 'jwks/encryption-key', 'keys', /asymmetric/],
    ['only symmetric signatures', 'discovery/hs256-advertised', 'algorithms', /RS256/],
    ['credentials that are refused', 'token/invalid-client', 'client-authentication', /client secret/],
    ['a grant that is not allowed', 'token/unauthorized-client', 'client-authentication', /grant/],
    ['a token endpoint that is a web page', 'token/status-404', 'client-authentication', /address/],
    ['a token endpoint that is down', 'token/status-500', 'client-authentication', /500/],
  ])('finds %s', async (_what, variant, id, fix) => {
    provider.use(variant);
    expect((await diagnose())[id]).toMatchObject({
      status: expect.stringMatching(/^(?:fail|warn)$/),
      fix: expect.stringMatching(fix),
    });
  });

  it('finds a wrong client id and a wrong secret, and repeats neither', async () => {
    for (const changes of [
      { clientId: 'wrong-id-canary' },
      { clientAuthentication: { method: 'client_secret_basic', clientSecret: 'wrong-secret-canary' } },
    ] as const) {
      const steps = await diagnose(changes);
      expect(steps['client-authentication']).toMatchObject({
        status: 'fail',
        fix: expect.stringContaining('clientId'),
      });
      expect(JSON.stringify(steps)).not.toContain('canary');
    }
  });

  it('finds a closed port and a name that does not exist', async () => {
    for (const issuer of ['http://127.0.0.1:9', 'https://does-not-exist.invalid']) {
      const steps = await diagnose({ server: { kind: 'discovery', issuer } });
      expect(steps.discovery?.status).toBe('fail');
      expect(steps['client-authentication']?.status).toBe('skipped');
    }
  });

  it.each(['expired', 'selfSigned', 'wrongHost'] as const)('finds a certificate that is no good: %s', async (kind) => {
    const certificates = await issueCertificates();
    const secure = await startScriptedProvider({ https: certificates[kind], algorithm: 'ES256' });
    const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'], ca: certificates.ca, timeout: 2000 } });
    const steps: DiagnosticStep[] = [];
    for await (const step of diagnoseClient(clientFor(secure, { runtime }))) steps.push(step);
    expect(steps[0]).toMatchObject({ id: 'discovery', status: 'fail', fix: expect.stringContaining('certificate') });
    expect(steps.at(-1)).toMatchObject({ id: 'client-authentication', status: 'skipped' });
    await runtime.close();
    await secure.close();
  });

  it('passes over TLS with an authority of its own', async () => {
    const { ca, key, cert } = await issueCertificates();
    const secure = await startScriptedProvider({ https: { key, cert }, algorithm: 'ES256' });
    const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'], ca, timeout: 2000 } });
    const steps: DiagnosticStep[] = [];
    for await (const step of diagnoseClient(clientFor(secure, { runtime }))) steps.push(step);
    expect(steps.filter(({ status }) => status !== 'pass')).toEqual([]);
    await runtime.close();
    await secure.close();
  });

  it('finds a refused host, and tells nothing of it', async () => {
    const steps = await diagnose({ server: { kind: 'discovery', issuer: 'https://192.168.7.7' } });
    expect(steps.discovery).toMatchObject({ status: 'fail', fix: expect.stringContaining('privateHosts') });
  });

  it.each([
    [40_000, 'fail', /4[01] s ahead/],
    [-3_600_000, 'fail', /3600 s behind|3599 s behind/],
    [20_000, 'pass', /agree/],
  ])('compares the clocks: %i ms', async (offset, status, detail) => {
    expect((await diagnose({}, offset)).clock).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  it.each<[string, Partial<OAuthSettings>, string, string]>([
    ['a scope without openid', { scope: 'profile' }, 'scope', 'fail'],
    ['an unknown scope', { scope: 'openid admin' }, 'scope', 'warn'],
    ['PKCE turned off', { withoutPkce: true }, 'pkce', 'warn'],
    ['the nonce turned off', { withoutNonce: true }, 'nonce', 'warn'],
    [
      'a method that the provider does not know',
      { clientAuthentication: { method: 'none' } },
      'client-authentication',
      'fail',
    ],
  ])('finds %s', async (_what, changes, id, status) => {
    expect((await diagnose(changes))[id]?.status).toBe(status);
  });

  it('warns of a provider that announces PKCE plain only', async () => {
    provider.use('discovery/pkce-plain-only');
    expect((await diagnose()).pkce?.status).toBe('warn');
  });

  it('warns that iss cannot be checked without an issuer', async () => {
    const endpoints = {
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
    };
    const steps = await diagnose({ openid: false, scope: 'read', server: { kind: 'static', endpoints } });
    expect(steps['issuer-parameter']?.status).toBe('warn');
    expect(steps['client-authentication']?.status).toBe('pass');
    expect(steps.discovery).toBeUndefined();
  });

  it('warns of a provider that takes any code', async () => {
    const takesAll = {
      description: 'Gives tokens for any code.',
      answers: {
        token: () => ({
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ access_token: 'x', token_type: 'Bearer' }),
        }),
      },
    };
    provider.use(takesAll);
    expect((await diagnose())['client-authentication']?.status).toBe('warn');
  });

  it('never throws, whatever the runtime does', async () => {
    const runtime = createTestRuntime();
    await runtime.close();
    const steps: DiagnosticStep[] = [];
    for await (const step of diagnoseClient(createOAuthClient({ runtime }, settingsFor(provider)))) steps.push(step);
    expect(steps.some(({ status }) => status === 'fail')).toBe(true);
  });
});
