import type { DiagnosticStep } from '@jackfield/connector-kit';
import { createRuntime } from '@jackfield/egress';
import { describe, expect, it } from 'vitest';
import { createGoogle, type GoogleConnector } from './index.ts';
import { connect, startGoogle } from './testing/harness.ts';

async function stepsOf(connector: GoogleConnector): Promise<DiagnosticStep[]> {
  const steps = [];
  for await (const step of connector.diagnose()) steps.push(step);
  return steps;
}

/** What is amiss, but for the proxy that every fake needs. */
async function faultsOf(connector: GoogleConnector) {
  const steps = await stepsOf(connector);
  return steps.filter(({ id, status }) => id !== 'proxy' && (status === 'fail' || status === 'warn'));
}

const fault = (id: string, status: DiagnosticStep['status'], fix = '') =>
  expect.objectContaining({ id, status, fix: expect.stringContaining(fix) });

describe('diagnose', () => {
  it('passes every step where nothing is amiss', async () => {
    const google = await startGoogle();
    const steps = await stepsOf(await connect(google, { hostedDomains: ['example.test'], offlineAccess: true }));
    expect(steps.filter(({ id }) => id !== 'proxy').map(({ id, status }) => `${id}: ${status}`)).toEqual([
      'configuration: pass',
      'discovery: pass',
      'clock: pass',
      'endpoints: pass',
      'keys: pass',
      'algorithms: pass',
      'scope: pass',
      'pkce: pass',
      'nonce: pass',
      'issuer-parameter: pass',
      'authentication-method: pass',
      'client-authentication: pass',
      'client-ids: pass',
      'hosted-domains: pass',
      'refresh-token: pass',
      'verified-email: pass',
    ]);
    expect(google.calls.authorize).toBe(0);
  });

  it('finds an invalid configuration', async () => {
    const connector = await createGoogle({ getConfig: async () => ({}) });
    expect(await stepsOf(connector)).toEqual([fault('configuration', 'fail', 'clientId')]);
  });

  it('finds a client id that Google does not know', async () => {
    const connector = await connect(await startGoogle(), { clientId: 'unknown.apps.googleusercontent.com' });
    expect(await faultsOf(connector)).toEqual([fault('client-authentication', 'fail', '"clientId"')]);
  });

  it('finds a wrong secret', async () => {
    const connector = await connect(await startGoogle(), { clientSecret: 'wrong' });
    expect(await faultsOf(connector)).toEqual([fault('client-authentication', 'fail', '"clientSecret"')]);
  });

  it.each(['google/client-deleted', 'google/client-disabled'] as const)(
    'finds a client that is gone: %s',
    async (variant) => {
      const google = await startGoogle();
      google.use(variant);
      expect(await faultsOf(await connect(google))).toEqual([fault('client-authentication', 'fail', 'Restore it')]);
    },
  );

  it('finds that Google cannot be reached', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    await google.close();
    expect(await faultsOf(connector)).toContainEqual(fault('discovery', 'fail'));
  });

  it('finds a certificate that is not trusted', async () => {
    const google = await startGoogle();
    const runtime = createRuntime({ egress: { proxy: google.egress.proxy, lookup: google.egress.lookup } });
    const { clientId, clientSecret } = google;
    const connector = await createGoogle({ config: { clientId, clientSecret }, runtime });
    expect(await faultsOf(connector)).toContainEqual(fault('discovery', 'fail', 'authority'));
    await runtime.close();
  });

  it.each(['discovery/clock-ahead', 'discovery/clock-behind'] as const)(
    'finds clocks that differ: %s',
    async (variant) => {
      const google = await startGoogle();
      google.use(variant);
      expect(await faultsOf(await connect(google))).toEqual([fault('clock', 'fail', 'NTP')]);
    },
  );

  it('finds missing keys', async () => {
    const google = await startGoogle();
    google.use('jwks/no-keys');
    expect(await faultsOf(await connect(google))).toEqual([fault('keys', 'fail')]);
  });

  it('finds another issuer', async () => {
    const google = await startGoogle();
    google.use('discovery/issuer-other');
    expect(await faultsOf(await connect(google))).toContainEqual(fault('discovery', 'fail'));
  });

  it('warns of a scope that Google does not list', async () => {
    const connector = await connect(await startGoogle(), { scope: 'openid emial' });
    expect(await faultsOf(connector)).toEqual([fault('scope', 'warn')]);
  });

  it('warns of a client id that does not look like one', async () => {
    const google = await startGoogle({ clientId: 'my-project-1815' });
    expect(await faultsOf(await connect(google))).toEqual([fault('client-ids', 'warn', 'project id')]);
    const other = await connect(await startGoogle(), { additionalClientIds: ['com.example.app'] });
    expect(await faultsOf(other)).toEqual([fault('client-ids', 'warn')]);
  });

  it.each(['gmail.com', 'googlemail.com'])('warns of %s among the hosted domains', async (domain) => {
    const connector = await connect(await startGoogle(), { hostedDomains: ['example.test', domain] });
    expect(await faultsOf(connector)).toEqual([fault('hosted-domains', 'warn', 'Leave "hostedDomains" out')]);
  });

  it('warns of refresh tokens that come once only', async () => {
    const connector = await connect(await startGoogle(), { offlineAccess: true, prompt: 'select_account' });
    expect(await faultsOf(connector)).toEqual([fault('refresh-token', 'warn', 'consent')]);
  });

  it('warns of a proxy', async () => {
    const steps = await stepsOf(await connect(await startGoogle()));
    expect(steps).toContainEqual(fault('proxy', 'warn'));
  });
});
