import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TwilioSmsConfig } from './config.ts';
import { failureOf } from './testing/failure-of.ts';
import { type SetUp, setUp, to } from './testing/set-up.ts';

let set: SetUp;
beforeAll(async () => {
  set = await setUp();
});
afterEach(() => set.twilio.reset());
afterAll(() => set.close());

const message = { to, type: 'SignIn', payload: { code: '491702' } } as const;

describe('a message', () => {
  it('reaches Twilio as documented, once, and gives a receipt', async () => {
    const receipt = await (await set.connect()).sendMessage(message);
    const [sent] = set.twilio.messages;
    expect(sent?.parameters).toEqual({
      To: to,
      Body: expect.stringContaining('491702'),
      From: set.twilio.phoneNumber,
      ValidityPeriod: '3600',
      RiskCheck: 'enable',
    });
    expect(receipt).toEqual({
      id: sent?.sid,
      provider: 'twilio-sms',
      acceptedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      status: 'queued',
      segments: 1,
      encoding: 'GSM-7',
    });
    expect(set.twilio.requests.map(({ method, host, user }) => [method, host, user])).toEqual([
      ['POST', 'api.twilio.com', set.twilio.accountSid],
    ]);
  });

  it.each<[string, TwilioSmsConfig['sender'], object]>([
    [
      'a messaging service',
      { kind: 'messaging-service', messagingServiceSid: `MG${'c'.repeat(32)}` },
      { MessagingServiceSid: `MG${'c'.repeat(32)}` },
    ],
    ['a short code', { kind: 'short-code', shortCode: '89454' }, { From: '89454' }],
    ['a sender id', { kind: 'alphanumeric', senderId: 'Example' }, { From: 'Example' }],
  ])('comes from %s', async (_what, sender, expected) => {
    await (await set.connect({ sender })).sendMessage(message);
    const { From, MessagingServiceSid } = set.twilio.messages[0]?.parameters ?? {};
    expect({ ...(From && { From }), ...(MessagingServiceSid && { MessagingServiceSid }) }).toEqual(expected);
  });

  it('is authenticated by an API key', async () => {
    const { accountSid, apiKeySid, apiKeySecret } = set.twilio;
    const connector = await set.connect({ credentials: { kind: 'api-key', accountSid, apiKeySid, apiKeySecret } });
    await connector.sendMessage(message);
    expect(set.twilio.requests.map(({ user }) => user)).toEqual([apiKeySid]);
    expect(set.twilio.requests[0]?.path).toContain(accountSid);
  });

  it('carries validity period, risk check and status callback', async () => {
    const url = 'https://app.example.com/twilio/status';
    const connector = await set.connect({ validityPeriod: 600, riskCheck: 'disable', statusCallback: { url } });
    await connector.sendMessage(message);
    expect(set.twilio.messages[0]?.parameters).toMatchObject({
      ValidityPeriod: '600',
      RiskCheck: 'disable',
      StatusCallback: url,
    });
  });

  it('is written by the template of its language', async () => {
    const templates: TwilioSmsConfig['templates'] = [
      { type: 'SignIn', languageTag: 'fr', content: 'Votre code : {{code}}' },
      { type: 'Generic', content: 'Code {{code}}' },
    ];
    const connector = await set.connect({ templates });
    await connector.sendMessage({ ...message, payload: { code: '1', locale: 'fr-CA' } });
    await connector.sendMessage({ ...message, payload: { code: '2', locale: 'de' } });
    expect(set.twilio.messages.map(({ body }) => body)).toEqual(['Votre code : 1', 'Code 2']);
  });

  it('counts the segments of what is sent, variables included', async () => {
    const connector = await set.connect({ templates: [{ type: 'Generic', content: '{{code}} {{name}}' }] });
    const receipt = await connector.sendMessage({ ...message, payload: { code: '1', name: 'あ'.repeat(70) } });
    expect(receipt).toMatchObject({ segments: 2, encoding: 'UCS-2' });
  });
});

describe('a message that is not sent', () => {
  it('attack: message blown up to many segments by a variable', async () => {
    const connector = await set.connect({
      maxSegments: 1,
      templates: [{ type: 'Generic', content: '{{code}}{{name}}' }],
    });
    const payloads = [{ code: 'x'.repeat(161) }, { code: '1'.repeat(71), name: '😀' }, { code: '€'.repeat(81) }];
    for (const payload of payloads) {
      const { code, hint } = await failureOf(connector.sendMessage({ ...message, payload }));
      expect([code, hint]).toEqual(['invalid_request_parameters', expect.stringContaining('maxSegments')]);
    }
    expect(set.twilio.requests).toEqual([]);
  });

  it('is one without text', async () => {
    const connector = await set.connect({ templates: [{ type: 'Generic', content: '{{code}}' }] });
    const { code } = await failureOf(connector.sendMessage({ ...message, payload: { code: '' } }));
    expect(code).toBe('invalid_request_parameters');
    expect(set.twilio.requests).toEqual([]);
  });

  it('attack: a country not allowed is refused before Twilio is asked', async () => {
    const connector = await set.connect({ allowedCountries: ['DE'] });
    expect((await failureOf(connector.sendMessage(message))).code).toBe('recipient_refused');
    expect(set.twilio.requests).toEqual([]);
  });
});

describe('the hosts', () => {
  it.each([
    [{}, 'api.twilio.com'],
    [{ region: 'ie1' }, 'api.ie1.twilio.com'],
    [{ edge: 'dublin' }, 'api.dublin.us1.twilio.com'],
    [{ edge: 'dublin', region: 'ie1' }, 'api.dublin.ie1.twilio.com'],
  ])('follow edge and region: %j', async (changes, host) => {
    await (await set.connect(changes)).sendMessage(message);
    expect(set.twilio.requests.map((request) => request.host)).toEqual([host]);
  });
});
