import { errorCodes, type ConnectorErrorCode } from '@jackfield/connector-kit';
import type { TwilioVariant } from '@jackfield/connector-test-kit/sms';
import { createRuntime } from '@jackfield/egress';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTwilioSms } from './connector.ts';
import { failureOf } from './testing/failure-of.ts';
import { type SetUp, setUp, to } from './testing/set-up.ts';

let set: SetUp;
beforeAll(async () => {
  set = await setUp();
});
afterEach(() => set.twilio.reset());
afterAll(() => set.close());

const message = { to, type: 'SignIn', payload: { code: '491702' } } as const;

async function failWith(variant: TwilioVariant) {
  const connector = await set.connect();
  set.twilio.use(variant);
  return failureOf(connector.sendMessage(message));
}

describe('a refusal of Twilio', () => {
  it.each<[TwilioVariant, ConnectorErrorCode, string, string]>([
    ['credentials-refused', 'invalid_config', '20003', 'credentials'],
    ['account-suspended', 'invalid_config', '20403', 'suspended'],
    ['trial-account', 'recipient_refused', '21608', 'trial account'],
    ['recipient-invalid', 'recipient_refused', '21211', 'no SMS'],
    ['recipient-not-mobile', 'recipient_refused', '21614', 'no SMS'],
    ['recipient-opted-out', 'recipient_refused', '21610', 'opted out'],
    ['country-not-enabled', 'recipient_refused', '21408', 'geographic permissions'],
    ['sender-not-capable', 'invalid_config', '21606', '`sender`'],
    ['sender-not-owned', 'invalid_config', '21660', '`sender`'],
    ['sender-country-mismatch', 'invalid_config', '21659', '`sender`'],
    ['sender-not-allowed', 'invalid_config', '21603', '`sender`'],
    ['service-missing', 'invalid_config', '21701', 'messaging service'],
    ['service-empty', 'invalid_config', '21703', 'messaging service'],
    ['callback-refused', 'invalid_config', '21609', 'statusCallback.url'],
    ['rate-limited', 'rate_limit_exceeded', '20429', 'later'],
    ['queue-full', 'rate_limit_exceeded', '21611', 'later'],
    ['daily-limit', 'usage_limit_exceeded', '63038', 'today'],
    ['unknown-refusal', 'invalid_request_parameters', '29999', 'details'],
  ])('%s is %s', async (variant, code, providerCode, hint) => {
    const error = await failWith(variant);
    expect([error.code, error.details?.providerCode, error.hint]).toEqual([
      code,
      providerCode,
      expect.stringContaining(hint),
    ]);
    expect(error.retryable).toBe(errorCodes[code].retry !== 'no');
    expect(set.twilio.messages).toEqual([]);
    expect(set.twilio.requests).toHaveLength(1);
  });

  it.each<[TwilioVariant, number | undefined]>([
    ['rate-limited', 7],
    ['rate-limited-long', 86_400],
    ['rate-limited-nonsense', undefined],
    ['unavailable-page', 30],
  ])('%s tells when to try again', async (variant, seconds) => {
    expect((await failWith(variant)).retryAfter).toBe(seconds);
  });

  it('tells when to try again from a date', async () => {
    const { retryAfter } = await failWith('rate-limited-until');
    expect(retryAfter).toBeGreaterThan(110);
    expect(retryAfter).toBeLessThanOrEqual(121);
  });
});

describe('a message that was not taken', () => {
  it.each<[TwilioVariant, ConnectorErrorCode]>([
    ['unavailable-page', 'provider_unavailable'],
    ['proxy-refuses', 'provider_unavailable'],
    ['certificate-expired', 'provider_unavailable'],
    ['certificate-self-signed', 'provider_unavailable'],
    ['certificate-wrong-host', 'provider_unavailable'],
    ['redirect', 'invalid_response'],
  ])('%s is %s', async (variant, code) => {
    expect((await failWith(variant)).code).toBe(code);
    expect(set.twilio.messages).toEqual([]);
  });

  it('is provider_unavailable when nobody listens', async () => {
    const gone = await setUp();
    const connector = await gone.connect();
    await gone.twilio.close();
    expect((await failureOf(connector.sendMessage(message))).code).toBe('provider_unavailable');
    await gone.close();
  });

  it('is egress_refused when the outbound policy does not allow Twilio', async () => {
    const lookup = async () => [{ address: '127.0.0.1' }];
    const runtime = createRuntime({ egress: { lookup } });
    const connector = await createTwilioSms({ config: set.config, runtime });
    expect((await failureOf(connector.sendMessage(message))).code).toBe('egress_refused');
    await runtime.close();
  });
});

describe('a message that was taken, perhaps', () => {
  it.each<TwilioVariant>([
    'drop-after-message',
    'no-answer',
    'slow-answer',
    'page-answer',
    'truncated-answer',
    'empty-answer',
    'gigantic-answer',
    'answer-without-sid',
    'answer-of-another-kind',
  ])('attack: POST lost after sending is delivery_unknown and never repeated: %s', async (variant) => {
    const error = await failWith(variant);
    expect([error.code, error.retryable]).toEqual(['delivery_unknown', false]);
    expect(set.twilio.messages).toHaveLength(1);
    expect(set.twilio.requests).toHaveLength(1);
  });

  it.each<TwilioVariant>(['internal-error', 'gateway-timeout', 'drop-connection'])(
    'is delivery_unknown after %s, from which nothing can be told',
    async (variant) => {
      expect((await failWith(variant)).code).toBe('delivery_unknown');
    },
  );

  it('is delivery_failed when Twilio gives it up at once', async () => {
    const error = await failWith('failed-at-once');
    expect([error.code, error.details?.providerCode]).toEqual(['delivery_failed', '30008']);
  });
});
