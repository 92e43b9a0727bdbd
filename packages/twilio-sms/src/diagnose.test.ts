import type { DiagnosticStep } from '@jackfield/connector-kit';
import type { TwilioVariant } from '@jackfield/connector-test-kit/sms';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTwilioSms, type TwilioSmsConnector } from './connector.ts';
import type { TwilioSmsConfig } from './config.ts';
import { type SetUp, setUp } from './testing/set-up.ts';

let set: SetUp;
beforeAll(async () => {
  set = await setUp();
});
afterEach(() => set.twilio.reset());
afterAll(() => set.close());

async function examine(connector: TwilioSmsConnector): Promise<Record<string, DiagnosticStep>> {
  const steps: Record<string, DiagnosticStep> = {};
  for await (const step of connector.diagnose()) steps[step.id] = step;
  expect(set.twilio.messages).toEqual([]);
  return steps;
}

const examineWith = async (changes: Partial<TwilioSmsConfig>, variant: TwilioVariant = 'honest') => {
  const connector = await set.connect(changes);
  set.twilio.use(variant);
  return examine(connector);
};

const statuses = (steps: Record<string, DiagnosticStep>): Record<string, string> =>
  Object.fromEntries(Object.values(steps).map(({ id, status }) => [id, status]));

const apiKey = (): TwilioSmsConfig['credentials'] => {
  const { accountSid, apiKeySid, apiKeySecret } = set.twilio;
  return { kind: 'api-key', accountSid, apiKeySid, apiKeySecret };
};
const service = (): TwilioSmsConfig['sender'] => ({
  kind: 'messaging-service',
  messagingServiceSid: set.twilio.messagingServiceSid,
});

describe('diagnose()', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect(statuses(await examineWith({ statusCallback: { url: 'https://app.example.com/status' } }))).toEqual({
      configuration: 'pass',
      'allowed-countries': 'pass',
      'risk-check': 'pass',
      'status-callback': 'pass',
      proxy: 'pass',
      credentials: 'pass',
      sender: 'pass',
      'geographic-permissions': 'pass',
    });
  });

  it.each<[string, () => Partial<TwilioSmsConfig>]>([
    ['an API key', () => ({ credentials: apiKey() })],
    ['a messaging service', () => ({ sender: service() })],
    ['a short code', () => ({ sender: { kind: 'short-code', shortCode: set.twilio.shortCode } })],
  ])('passes with %s', async (_what, changes) => {
    const { credentials, sender } = statuses(await examineWith(changes()));
    expect([credentials, sender]).toEqual(['pass', 'pass']);
  });

  it('looks at an edge and a region', async () => {
    await examineWith({ edge: 'dublin', region: 'ie1', sender: service() });
    expect(new Set(set.twilio.requests.map(({ host }) => host))).toEqual(
      new Set(['api.dublin.ie1.twilio.com', 'messaging.dublin.ie1.twilio.com', 'accounts.dublin.ie1.twilio.com']),
    );
  });

  it.each<[string, string, string, () => Partial<TwilioSmsConfig>, TwilioVariant]>([
    ['every country allowed', 'allowed-countries', 'warn', () => ({ allowedCountries: ['*'] }), 'honest'],
    [
      'every country allowed, and what Twilio limits',
      'geographic-permissions',
      'warn',
      () => ({ allowedCountries: ['*'] }),
      'honest',
    ],
    ['the risk check switched off', 'risk-check', 'warn', () => ({ riskCheck: 'disable' }), 'honest'],
    [
      'callbacks that cannot be checked',
      'status-callback',
      'warn',
      () => ({ credentials: apiKey(), statusCallback: { url: 'https://app.example.com/status' } }),
      'honest',
    ],
    ['credentials that Twilio refuses', 'credentials', 'fail', () => ({}), 'credentials-refused'],
    ['an API key that Twilio refuses', 'credentials', 'fail', () => ({ credentials: apiKey() }), 'credentials-refused'],
    [
      'an API key of another account',
      'credentials',
      'fail',
      () => ({ credentials: { ...apiKey(), accountSid: `AC${'9'.repeat(32)}` } }),
      'honest',
    ],
    ['a restricted API key', 'credentials', 'warn', () => ({ credentials: apiKey() }), 'restricted-key'],
    ['a suspended account', 'credentials', 'fail', () => ({}), 'account-suspended'],
    ['a trial account', 'credentials', 'warn', () => ({}), 'trial-account'],
    ['a number that the account does not have', 'sender', 'fail', () => ({}), 'sender-not-owned'],
    ['a number without SMS', 'sender', 'fail', () => ({}), 'sender-not-capable'],
    [
      'a short code that the account does not have',
      'sender',
      'fail',
      () => ({ sender: { kind: 'short-code', shortCode: '11111' } }),
      'honest',
    ],
    ['a messaging service that does not exist', 'sender', 'fail', () => ({ sender: service() }), 'service-missing'],
    ['a messaging service without senders', 'sender', 'fail', () => ({ sender: service() }), 'service-empty'],
    [
      'a sender id in countries that take none',
      'sender',
      'warn',
      () => ({ sender: { kind: 'alphanumeric', senderId: 'Example' } }),
      'honest',
    ],
    [
      'a country that is not enabled at Twilio',
      'geographic-permissions',
      'fail',
      () => ({ allowedCountries: ['US', 'FR'] }),
      'honest',
    ],
    [
      'a country that Twilio does not list',
      'geographic-permissions',
      'warn',
      () => ({ allowedCountries: ['US', 'GG'] }),
      'honest',
    ],
    ['permissions that Twilio does not tell', 'geographic-permissions', 'skipped', () => ({}), 'permissions-withheld'],
    ['a certificate that has expired', 'credentials', 'fail', () => ({}), 'certificate-expired'],
    ['a connection that is dropped', 'credentials', 'fail', () => ({}), 'drop-connection'],
  ])('finds %s', async (_what, step, status, changes, variant) => {
    const found = (await examineWith(changes(), variant))[step];
    expect(found?.status).toBe(status);
    expect(found?.detail).toMatch(/\S/);
    if (status !== 'skipped') expect(found?.fix).toMatch(/\S/);
  });

  it('names the countries that are not enabled', async () => {
    const steps = await examineWith({ allowedCountries: ['US', 'FR', 'JP'] });
    expect(steps['geographic-permissions']?.detail).toContain('FR, JP');
  });

  it('finds a configuration that is wrong, and reaches nothing then', async () => {
    const connector = await createTwilioSms({ getConfig: async () => ({ sender: 1 }), runtime: set.runtime });
    const { configuration, ...others } = await examine(connector);
    expect(configuration).toMatchObject({ status: 'fail', fix: expect.stringContaining('credentials') });
    expect(new Set(Object.values(statuses(others)))).toEqual(new Set(['skipped']));
    expect(set.twilio.requests).toEqual([]);
  });

  it('asks no more once the credentials are refused', async () => {
    const { sender, 'geographic-permissions': permissions } = statuses(await examineWith({}, 'credentials-refused'));
    expect([sender, permissions]).toEqual(['skipped', 'skipped']);
    expect(set.twilio.requests).toHaveLength(1);
  });

  it.each<TwilioVariant>(['endless-pages', 'foreign-next-page'])(
    'attack: pages without end, or on another host, are not followed: %s',
    async (variant) => {
      await examineWith({ sender: service() }, variant);
      await examineWith({}, variant);
      expect(set.twilio.requests.length).toBeLessThan(12);
    },
  );
});
