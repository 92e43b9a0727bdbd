import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createRuntime } from '@jackfield/egress';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGithub } from './index.ts';
import { configFor, connectorTo, stepsOf, testGithub, testRuntime } from './testing/harness.ts';

const step = (id: string, status: string, text: string) =>
  expect.objectContaining({ id, status, fix: expect.stringContaining(text) });

describe('the diagnosis', () => {
  it('passes where nothing is wrong, signs nobody in and revokes nothing', async () => {
    const github = await testGithub();
    const steps = await stepsOf(await connectorTo(github));
    expect(steps.filter(({ status }) => status !== 'pass').map(({ id }) => id)).toEqual(['scope']);
    expect(steps.map(({ id }) => id)).toEqual([
      'configuration',
      'endpoints',
      'scope',
      'pkce',
      'issuer-parameter',
      'proxy',
      'authentication-method',
      'client-authentication',
      'api',
      'verified-email',
      'organizations',
    ]);
    expect(github.calls).toMatchObject({ authorize: 0, token: 1, user: 1, emails: 0, revocation: 0 });
  });

  it('finds an invalid configuration', async () => {
    const connector = await createGithub({ getConfig: async () => ({}), runtime: testRuntime() });
    expect(await stepsOf(connector)).toEqual([step('configuration', 'fail', 'clientId')]);
  });

  it('finds a client id that GitHub does not know', async () => {
    const steps = await stepsOf(await connectorTo(await testGithub(), { clientId: 'Iv1.unknown' }));
    expect(steps).toContainEqual(step('client-authentication', 'fail', 'clientId'));
  });

  it('finds a wrong client secret', async () => {
    const steps = await stepsOf(await connectorTo(await testGithub(), { clientSecret: 'wrong' }));
    expect(steps).toContainEqual(step('client-authentication', 'fail', 'clientSecret'));
  });

  it.each(['token/redirect-uri-mismatch', 'token/bad-verification-code'] as const)(
    'knows accepted credentials by %s',
    async (variant) => {
      const github = await testGithub();
      github.use(variant);
      expect(await stepsOf(await connectorTo(github))).toContainEqual(
        expect.objectContaining({ id: 'client-authentication', status: 'pass' }),
      );
    },
  );

  it('says when an answer does not tell whether the credentials are right', async () => {
    const github = await testGithub();
    github.use('token/unknown-error');
    expect(await stepsOf(await connectorTo(github))).toContainEqual(
      step('client-authentication', 'warn', 'documentation'),
    );
  });

  it('finds an address that may not be called', async () => {
    const github = await testGithub();
    const runtime = createRuntime();
    onTestFinished(async () => runtime.close());
    const config = { ...configFor(github), enterpriseUrl: 'https://10.1.2.3' };
    const steps = await stepsOf(await createGithub({ config, runtime }));
    expect(steps.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual(['endpoints', 'api']);
  });

  it.each([
    ['something else at the address', 'user/status-404', 'enterpriseUrl'],
    ['a server without this version of the API', 'user/status-400-html', 'Update'],
    ['a server that is down', 'user/status-503', 'later'],
  ] as const)('finds %s', async (_, variant, fix) => {
    const github = await testGithub();
    github.use(variant);
    expect(await stepsOf(await connectorTo(github))).toContainEqual(step('api', 'fail', fix));
  });

  it('finds that no request is left', async () => {
    const github = await testGithub();
    github.use('limit/primary');
    expect(await stepsOf(await connectorTo(github))).toContainEqual(
      expect.objectContaining({ id: 'api', status: 'fail', detail: 'Too many requests.' }),
    );
  });

  it('finds a wrong certificate', async () => {
    const { expired } = await issueCertificates();
    const github = await testGithub({ https: expired });
    const failed = (await stepsOf(await connectorTo(github))).filter(({ status }) => status === 'fail');
    expect(failed.map(({ id }) => id)).toEqual(['client-authentication', 'api']);
    expect(failed[0]?.fix).toMatch(/certificate/i);
  });

  it('warns of a scope that cannot read verified addresses', async () => {
    const steps = await stepsOf(await connectorTo(await testGithub(), { scope: 'read:user' }));
    expect(steps).toContainEqual(step('verified-email', 'warn', 'user:email'));
  });

  it('warns of an allowed organization that is known by its name alone', async () => {
    const allowedOrganizations = [{ organization: 'acme' }, { organization: 'other', organizationId: '7' }];
    const steps = await stepsOf(await connectorTo(await testGithub(), { allowedOrganizations }));
    expect(steps).toContainEqual(step('organizations', 'warn', 'organizationId'));
    expect(steps.at(-1)?.detail).toContain('acme');
    expect(steps.at(-1)?.detail).not.toContain('other');
  });
});
