import type { DiagnosticStep } from '@jackfield/connector-kit';
import type { LogtoVariantName } from '@jackfield/connector-test-kit/logto';
import { describe, expect, it } from 'vitest';
import type { LogtoGovernanceConfig } from './config.ts';
import { createLogtoGovernance } from './index.ts';
import { configFor, testLogto, testRuntime } from './testing/setup.ts';

/** What is found about a tenant with these variants and these changes of the configuration. */
async function findings(
  variants: readonly LogtoVariantName[],
  changes: Partial<LogtoGovernanceConfig> = {},
  runtime = testRuntime(),
): Promise<DiagnosticStep[]> {
  const logto = await testLogto({ seed: { users: 3, organizations: 1, memberships: 2 } });
  logto.use(...variants);
  const connector = await createLogtoGovernance({ config: configFor(logto, { timeout: 2, ...changes }), runtime });
  const steps: DiagnosticStep[] = [];
  for await (const step of connector.diagnose()) steps.push(step);
  return steps;
}

describe('diagnose', () => {
  it('finds nothing wrong where nothing is', async () => {
    const steps = await findings([]);
    expect(steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'configuration pass',
      'reachability pass',
      'clock pass',
      'token pass',
      'scope pass',
      'users pass',
      'organization-roles pass',
      'organizations pass',
      'members pass',
    ]);
  });

  it.each<[string, readonly LogtoVariantName[], Partial<LogtoGovernanceConfig>, string, string]>([
    ['a wrong secret', [], { clientSecret: 'wrong' }, 'token', 'app secret'],
    ['an unknown application', [], { clientId: 'nobody' }, 'token', 'does not know the application'],
    ['an unknown resource', [], { resource: 'https://other.logto.app/api' }, 'token', 'does not know the resource'],
    ['an application without the role', ['token/role-missing'], {}, 'scope', 'Logto Management API access'],
    ['a right that is missing', ['organizations/status-403'], {}, 'organizations', 'Logto Management API access'],
    ['something that is not Logto', ['token/html'], {}, 'reachability', 'no JSON'],
    ['silence', ['token/silent'], { timeout: 0.3 }, 'reachability', 'did not answer in time'],
    ['a connection that breaks', ['token/dropped'], {}, 'reachability', 'broke the connection off'],
    ['a redirect', ['users/redirect-302'], {}, 'users', 'redirect'],
  ])('finds %s, and skips what depends on it', async (_, variants, changes, id, fix) => {
    const steps = await findings(variants, changes);
    const failed = steps.findIndex(({ status }) => status === 'fail');
    expect(steps[failed]).toMatchObject({ id, fix: expect.stringContaining(fix) });
    expect(steps.slice(failed + 1).every(({ status }) => status === 'skipped')).toBe(true);
  });

  it('finds clocks that differ', async () => {
    const steps = await findings(['token/clock-ahead']);
    expect(steps.find(({ id }) => id === 'clock')).toMatchObject({
      status: 'warn',
      fix: expect.stringContaining('NTP'),
    });
  });

  it('finds a list that does not say how long it is', async () => {
    const steps = await findings(['users/total-missing']);
    expect(steps.find(({ id }) => id === 'users')).toMatchObject({ status: 'warn' });
  });

  it('finds a host that the outbound policy refuses', async () => {
    const steps = await findings([], {}, testRuntime({ egress: {} }));
    expect(steps.find(({ status }) => status === 'fail')).toMatchObject({
      id: 'reachability',
      fix: expect.stringContaining('privateHosts'),
    });
  });

  it('finds a configuration that cannot be read', async () => {
    const connector = await createLogtoGovernance({
      getConfig: () => Promise.reject(new Error('canary')),
      runtime: testRuntime(),
    });
    const steps: DiagnosticStep[] = [];
    for await (const step of connector.diagnose()) steps.push(step);
    expect(steps.map(({ status }) => status)).toEqual(['fail', ...Array.from({ length: 8 }, () => 'skipped')]);
    expect(JSON.stringify(steps)).not.toContain('canary');
  });
});
