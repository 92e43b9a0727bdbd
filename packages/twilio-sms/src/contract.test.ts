import {
  type Canaries,
  configurationSuite,
  leakSuite,
  type MessageAdapter,
  messageSuite,
  packageSuite,
} from '@jackfield/connector-test-kit';
import type { FakeTwilio, TwilioVariant } from '@jackfield/connector-test-kit/sms';
import { createRuntime } from '@jackfield/egress';
import { createTwilioSms } from './connector.ts';
import * as module from './index.ts';
import { type SetUp, setUp, to } from './testing/set-up.ts';

const { credentials, sender, allowedCountries } = {
  credentials: { kind: 'auth-token', accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' },
  sender: { kind: 'number', phoneNumber: '+14155550123' },
  allowedCountries: ['US'],
} as const;

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [
    {
      credentials,
      sender,
      allowedCountries,
      validityPeriod: 600,
      riskCheck: 'disable',
      maxSegments: 2,
      statusCallback: { url: 'https://app.example.com/status', authToken: 'token' },
      edge: 'dublin',
      region: 'ie1',
      templates: [{ type: 'SignIn', languageTag: 'fr', content: 'Code {{code}}' }],
    },
    {
      credentials: {
        kind: 'api-key',
        accountSid: `AC${'0'.repeat(32)}`,
        apiKeySid: `SK${'0'.repeat(32)}`,
        apiKeySecret: 'secret',
      },
      sender: { kind: 'messaging-service', messagingServiceSid: `MG${'0'.repeat(32)}` },
      allowedCountries: ['*'],
    },
    { credentials, sender: { kind: 'short-code', shortCode: '89454' }, allowedCountries },
    { credentials, sender: { kind: 'alphanumeric', senderId: 'Example' }, allowedCountries },
  ],
  invalid: [
    {
      config: { credentials: { ...credentials, accountSid: 'SK1' }, sender, allowedCountries: ['us'], edge: 'a.b' },
      fields: ['credentials.accountSid', 'allowedCountries[0]', 'edge'],
    },
    { config: { credentials, sender, allowedCountries: ['UK'] }, fields: ['allowedCountries[0]'] },
    {
      config: { credentials, sender: { kind: 'number', shortCode: '1' }, allowedCountries },
      fields: ['sender.phoneNumber'],
    },
  ],
  secrets: ['credentials.apiKeySecret', 'credentials.authToken', 'statusCallback.authToken'],
});

messageSuite<TwilioAdapter>({
  module,
  start: startAdapter,
  failures: {
    'credentials that are refused': { code: 'invalid_config', arrange: use('credentials-refused') },
    'a sender that is not the account’s': { code: 'invalid_config', arrange: use('sender-not-owned') },
    'a number that gets no SMS': { code: 'recipient_refused', arrange: use('recipient-not-mobile') },
    'a recipient who has opted out': { code: 'recipient_refused', arrange: use('recipient-opted-out') },
    'a country that is not allowed': { code: 'recipient_refused', arrange: use('honest'), to: '+18765550123' },
    'too many requests': { code: 'rate_limit_exceeded', arrange: use('rate-limited') },
    'the limit of the day': { code: 'usage_limit_exceeded', arrange: use('daily-limit') },
    'a message that is given up at once': { code: 'delivery_failed', arrange: use('failed-at-once') },
    'an answer that is lost': { code: 'delivery_unknown', arrange: use('drop-after-message') },
    'a Twilio that is down': { code: 'provider_unavailable', arrange: ({ stopProvider }) => stopProvider() },
    'a Twilio that is not available': { code: 'provider_unavailable', arrange: use('unavailable-page') },
    'a redirect': { code: 'invalid_response', arrange: use('redirect') },
  },
});

leakSuite({
  module,
  provoke: {
    invalid_config: [
      (canaries) => createTwilioSms({ config: { ...configOf(canaries), edge: canaries.secret('edge') + '.test' } }),
      sendTo('credentials-refused'),
      sendTo('sender-not-owned'),
    ],
    invalid_request_parameters: [
      sendTo('echoing-refusal'),
      sendTo('honest', (canaries) => ({ to: `${to};ext=${canaries.text('recipient')}` })),
      sendTo('honest', (canaries) => ({ payload: { code: canaries.secret('code').repeat(40) } })),
      verifyForged,
    ],
    recipient_refused: [sendTo('recipient-opted-out'), sendTo('honest', () => ({ to: '+19005550100' }))],
    delivery_failed: sendTo('failed-at-once'),
    delivery_unknown: [sendTo('drop-after-message'), sendTo('truncated-answer'), sendTo('gateway-timeout')],
    rate_limit_exceeded: sendTo('rate-limited'),
    usage_limit_exceeded: sendTo('daily-limit'),
    invalid_response: sendTo('redirect'),
    provider_unavailable: [sendTo('unavailable-page'), sendTo('certificate-expired'), sendTo('proxy-refuses')],
    egress_refused: async (canaries) => {
      const runtime = createRuntime({ egress: { lookup: async () => [{ address: '10.0.0.1' }] } });
      const connector = await createTwilioSms({ config: configOf(canaries), runtime });
      await connector.sendMessage({ to, type: 'SignIn', payload: { code: '123456' } }).finally(() => runtime.close());
    },
  },
  diagnose: async function* diagnose(canaries) {
    const authToken = canaries.secret('auth token');
    const set = await setUp({ authToken });
    set.twilio.use('echoing-refusal');
    yield* (await set.connect({ sender: { kind: 'short-code', shortCode: '111' } })).diagnose();
    set.twilio.use('credentials-refused');
    yield* (await set.connect()).diagnose();
    await set.close();
  },
});

interface TwilioAdapter extends MessageAdapter {
  readonly twilio: FakeTwilio;
}

async function startAdapter(): Promise<TwilioAdapter> {
  const { twilio, config, runtime, close } = await setUp();
  return {
    twilio,
    config,
    configWithTemplate: ({ content }) => ({ ...config, maxSegments: 10, templates: [{ type: 'Generic', content }] }),
    runtime,
    to,
    delivered: () => twilio.messages.map((message) => ({ to: [message.to], text: message.body })),
    stopProvider: () => twilio.close(),
    close,
  };
}

function use(variant: TwilioVariant) {
  return ({ twilio }: TwilioAdapter): void => twilio.use(variant);
}

function configOf(canaries: Canaries): SetUp['config'] {
  return {
    credentials: { ...credentials, authToken: canaries.secret('auth token') },
    sender,
    allowedCountries: ['US'],
  };
}

/** Sends a message with secret code and credentials to a fake that behaves so. */
function sendTo(variant: TwilioVariant, changes: (canaries: Canaries) => object = () => ({})) {
  return async (canaries: Canaries): Promise<void> => {
    const set = await setUp({ authToken: canaries.secret('auth token') });
    try {
      const connector = await set.connect({
        statusCallback: { url: 'https://app.example.com/s', authToken: canaries.secret('signing token') },
      });
      set.twilio.use(variant);
      const message = { to, type: 'SignIn', payload: { code: canaries.secret('code') } } as const;
      await connector.sendMessage({ ...message, ...changes(canaries) });
    } finally {
      await set.close();
    }
  };
}

async function verifyForged(canaries: Canaries): Promise<void> {
  const url = 'https://app.example.com/s';
  const set = await setUp({ authToken: canaries.secret('auth token') });
  try {
    const connector = await set.connect({ statusCallback: { url } });
    await connector.verifyStatusCallback({
      signature: canaries.text('signature'),
      parameters: { [canaries.text('name')]: canaries.text('value') },
    });
  } finally {
    await set.close();
  }
}
