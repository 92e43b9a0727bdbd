import type { Variant } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { matchesTemplate, templateFits } from './tenants.ts';
import {
  clientFor,
  createTestRuntime,
  type ScriptedProvider,
  signIn,
  startScriptedProvider,
  type TestRuntime,
} from './testing/harness.ts';

const own = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';

describe('an issuer template', () => {
  const template = 'https://id.example/{tenantid}/v2.0';
  it.each([
    ['https://id.example/organizations/v2.0', true],
    ['https://id.example/common/v2.0', true],
    ['https://id.example/common/v2.0/', false],
    ['https://id.example/common/v1.0', false],
    ['https://evil.example/common/v2.0', false],
    ['https://id.example/a/b/v2.0', false],
  ])('fits the configured issuer %s: %s', (configured, fits) => {
    expect(templateFits(template, configured)).toBe(fits);
  });

  it.each([
    'https://{tenantid}/common/v2.0',
    'https://id.example/{tenantid}/{tenantid}',
    'https://id.example/common/v2.0',
  ])('does not fit as %s', (odd) => expect(templateFits(odd, 'https://id.example/common/v2.0')).toBe(false));

  it.each([
    [`https://id.example/${own}/v2.0`, true],
    ['https://id.example/{tenantid}/v2.0', false],
    ['https://id.example//v2.0', false],
    [`https://id.example/${own}/../${other}/v2.0`, false],
    [`https://evil.example/${own}/v2.0`, false],
  ])('has the issuer %s: %s', (issuer, matches) => {
    expect(matchesTemplate(template, issuer)).toBe(matches);
  });
});

describe('a sign-in at an issuer of many tenants', () => {
  let provider: ScriptedProvider;
  let runtime: TestRuntime;
  beforeAll(async () => {
    provider = await startScriptedProvider();
  });
  beforeEach(() => {
    provider.reset();
    runtime = createTestRuntime();
    return async () => runtime.close();
  });
  afterAll(async () => provider.close());

  const configured = () => ({
    server: { kind: 'discovery' as const, issuer: `${provider.issuer}/organizations/v2.0` },
    tenants: { kind: 'any' as const },
  });
  const sendsIssuerOf = (tenant: string): Variant => ({
    description: 'Sends iss with the callback.',
    callback: (parameters, { issuer }) => {
      const changed = new URLSearchParams(parameters);
      changed.set('iss', `${issuer}/${tenant}/v2.0`);
      return changed;
    },
  });

  it('is refused when the configuration names no tenants', async () => {
    provider.use('multi-tenant/good');
    const { server } = configured();
    await expect(signIn(clientFor(provider, { runtime }, { server }), provider)).rejects.toEqual(
      expect.objectContaining({ code: 'invalid_config', hint: expect.stringContaining('"tenants"') }),
    );
  });

  it('accepts the iss of the token’s own tenant in the callback', async () => {
    provider.use('multi-tenant/good', sendsIssuerOf(own));
    expect((await signIn(clientFor(provider, { runtime }, configured()), provider)).subject).toBe('ada-1815');
  });

  it.each([
    ['another tenant', other],
    ['no tenant', '{tenantid}'],
  ])('attack: wrong iss (mix-up): the callback comes from %s', async (_what, tenant) => {
    provider.use('multi-tenant/good', sendsIssuerOf(tenant));
    await expect(signIn(clientFor(provider, { runtime }, configured()), provider)).rejects.toEqual(
      expect.objectContaining({ code: 'authorization_failed' }),
    );
  });
});
