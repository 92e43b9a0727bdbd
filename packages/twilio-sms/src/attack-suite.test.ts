import type { Message } from '@jackfield/connector-kit';
import { attackSuite, withHostileEnvironment } from '@jackfield/connector-test-kit';
import { type CallbackFault, callbackFaults, type TwilioVariant } from '@jackfield/connector-test-kit/sms';
import { createRuntime } from '@jackfield/egress';
import { afterAll, beforeAll, expect } from 'vitest';
import type { TwilioSmsConfig } from './config.ts';
import { createTwilioSms } from './connector.ts';
import * as module from './index.ts';
import { failureOf } from './testing/failure-of.ts';
import { type SetUp, setUp, to } from './testing/set-up.ts';

const statusUrl = 'https://app.example.com/twilio/status';
const messageSid = `SM${'d'.repeat(32)}`;

let set: SetUp;
beforeAll(async () => {
  set = await setUp();
});
afterAll(() => set.close());

attackSuite({
  module,
  withstands: {
    'secret-echoed': { harmless: 'repeated secrets are replaced, also in details', attempts: [expectNoEcho] },
    'private-address': {
      refusedWith: 'invalid_config',
      attempts: ['169.254.169.254', '0x7f000001', '2130706433', '[::1]', '127.1'].map(connectToEdge),
    },
    'private-name': {
      refusedWith: 'egress_refused',
      attempts: ['127.0.0.1', '10.0.0.1', '::ffff:a9fe:a9fe'].map(resolveTo),
    },
    'several-recipients': {
      refusedWith: 'invalid_request_parameters',
      attempts: [`${to},+14155550101`, `${to};+14155550101`, `${to} +14155550101`, `${to}\n+14155550101`].map(sendTo),
    },
    'replacement-patterns': {
      harmless: 'variables are filled in as they are',
      attempts: [() => expectText('A {{code}} B', { code: '$& $1 $$' }, 'A $& $1 $$ B')],
    },
    'prototype-variables': {
      harmless: 'only own values of plain data are filled in',
      attempts: [() => expectText('[{{code.constructor.name}}{{user.__proto__.x}}]', { code: '1', user: {} }, '[]')],
    },
    'script-link': {
      refusedWith: 'invalid_request_parameters',
      attempts: ['javascript:alert(1)', ' JAVASCRIPT:alert(1)', 'data:text/html,x', '//evil.test'].map(
        (link) => () => send({ payload: { link } }),
      ),
    },
    'number-in-disguise': {
      refusedWith: 'invalid_request_parameters',
      attempts: [
        '+1 (415) 555-0100',
        '+\u0661\u0664\u0661\u0665\u0665\u0665\u0660\u0661\u0660\u0660',
        '\uFF0B14155550100',
        `${to};ext=7`,
        '0014155550100',
      ].map(sendTo),
    },
    'country-not-allowed': {
      refusedWith: 'recipient_refused',
      attempts: ['+8801712345678', '+33612345678'].map(sendTo),
    },
    'country-behind-calling-code': {
      refusedWith: 'recipient_refused',
      // Jamaica and Canada behind +1, Guernsey behind +44, Kazakhstan behind +7.
      attempts: ['+18765550123', '+14165550123', '+447911123456', '+77012345678'].map(
        (number) => () => send({ to: number }, { allowedCountries: ['US', 'GB', 'RU'] }),
      ),
    },
    'premium-number': {
      refusedWith: 'recipient_refused',
      attempts: ['+19005550100', '+33899123456', '+33810123456', '+447012345678', '+881612345678', '+979123456789'].map(
        (number) => () => send({ to: number }, { allowedCountries: ['*'] }),
      ),
    },
    'message-blown-up': {
      refusedWith: 'invalid_request_parameters',
      attempts: [{ code: '1'.repeat(1600) }, { code: 'あ'.repeat(400) }, { code: '1'.repeat(10_000) }].map(
        (payload) => () => send({ payload }),
      ),
    },
    'callback-forged': {
      refusedWith: 'invalid_request_parameters',
      attempts: Object.keys(callbackFaults)
        .filter(isFault)
        .map((fault) => () => verify(fault)),
    },
    'callback-text-moved': {
      refusedWith: 'invalid_request_parameters',
      attempts: (['error-moved-into-name', 'error-moved-into-value'] as const).map((fault) => () => verify(fault)),
    },
    'callback-replayed': { refusedWith: 'invalid_request_parameters', attempts: [replay] },
    'callback-key-used-up': {
      harmless: 'keys of genuine callbacks only are claimed',
      attempts: [expectNoClaimByForgeries],
    },
    'callback-host-steered': { refusedWith: 'invalid_request_parameters', attempts: [verifyForHostOfRequest] },
    'pages-without-end': {
      harmless: 'one page of each list is read',
      attempts: (['endless-pages', 'foreign-next-page'] as const).map((variant) => () => expectFewPages(variant)),
    },
    'environment-steers': {
      harmless: 'never read',
      attempts: [expectNoSteering, expectCertificateCheck],
    },
    'host-by-edge': {
      refusedWith: 'invalid_config',
      attempts: ['evil.test', 'evil.test/', 'evil.test#', 'user@evil.test', 'dublin.evil.test?'].map(connectToEdge),
    },
    'sent-twice': {
      refusedWith: 'delivery_unknown',
      attempts: (['drop-after-message', 'no-answer', 'truncated-answer', 'gateway-timeout'] as const).map(
        (variant) => () => sendOnce(variant),
      ),
    },
  },
});

async function send(changes: Partial<Message>, config: Partial<TwilioSmsConfig> = {}): Promise<unknown> {
  const connector = await set.connect(config);
  const before = set.twilio.messages.length;
  try {
    return await connector.sendMessage({ to, type: 'SignIn', payload: { code: '123456' }, ...changes });
  } catch (error) {
    expect(set.twilio.messages).toHaveLength(before);
    throw error;
  }
}

function sendTo(number: string) {
  return () => send({ to: number });
}

function connectToEdge(host: string) {
  return () => set.connect({ edge: host, region: host });
}

function resolveTo(address: string) {
  return async () => {
    const runtime = createRuntime({ egress: { lookup: async () => [{ address }] } });
    const connector = await createTwilioSms({ config: set.config, runtime });
    await connector.sendMessage({ to, type: 'SignIn', payload: { code: '123456' } }).finally(() => runtime.close());
  };
}

async function expectText(content: string, payload: Message['payload'], text: string): Promise<void> {
  await send({ type: 'Generic', payload }, { templates: [{ type: 'Generic', content }] });
  expect(set.twilio.messages.at(-1)?.body).toBe(text);
}

async function expectNoEcho(): Promise<void> {
  set.twilio.use('echoing-refusal');
  const error = await failureOf(send({ payload: { code: '491702' } }).finally(() => set.twilio.reset()));
  const basic = Buffer.from(`${set.twilio.accountSid}:${set.twilio.authToken}`).toString('base64');
  const shown = JSON.stringify([error, error.details, error.cause]);
  expect(error.details?.providerCode).toBe('29998');
  for (const secret of [set.twilio.authToken, basic, '491702']) expect(shown).not.toContain(secret);
}

/** Fails as the connector does, once it is sure that one message at most has left. */
async function sendOnce(variant: TwilioVariant): Promise<void> {
  const connector = await set.connect();
  set.twilio.reset();
  set.twilio.use(variant);
  try {
    await connector.sendMessage({ to, type: 'SignIn', payload: { code: '123456' } });
  } finally {
    expect(set.twilio.requests).toHaveLength(1);
    set.twilio.reset();
  }
}

async function verify(fault: CallbackFault): Promise<void> {
  const connector = await set.connect({ statusCallback: { url: statusUrl } });
  const callback = set.twilio.statusCallback(statusUrl, messageSid, 'undelivered', { errorCode: 30_007, fault });
  await connector.verifyStatusCallback(callback);
}

/** A forgery comes first; the genuine callback is still news. */
async function expectNoClaimByForgeries(): Promise<void> {
  const connector = await set.connect({ statusCallback: { url: statusUrl } });
  const claimed = new Set<string>();
  const claim = (key: string): boolean => claimed.size < claimed.add(key).size;
  for (const fault of Object.keys(callbackFaults).filter(isFault)) {
    const forged = set.twilio.statusCallback(statusUrl, messageSid, 'undelivered', { errorCode: 30_007, fault });
    await failureOf(connector.verifyStatusCallback(forged, { claim }));
  }
  expect([...claimed]).toEqual([]);
  const genuine = set.twilio.statusCallback(statusUrl, messageSid, 'delivered');
  await expect(connector.verifyStatusCallback(genuine, { claim })).resolves.toMatchObject({ status: 'delivered' });
}

/** Signed, as if by Twilio, for the host that the request names. */
async function verifyForHostOfRequest(): Promise<void> {
  const connector = await set.connect({ statusCallback: { url: statusUrl } });
  const forged = set.twilio.statusCallback('https://evil.test/twilio/status', messageSid, 'delivered');
  forged.headers.set('x-forwarded-host', 'evil.test');
  await connector.verifyStatusCallback(forged);
}

async function expectFewPages(variant: TwilioVariant): Promise<void> {
  const { messagingServiceSid } = set.twilio;
  const connector = await set.connect({ sender: { kind: 'messaging-service', messagingServiceSid } });
  set.twilio.reset();
  set.twilio.use(variant);
  for await (const { id } of connector.diagnose()) expect(id).not.toBe('');
  expect(set.twilio.requests.length).toBeLessThan(10);
  set.twilio.reset();
}

/** Variables of Twilio's SDK, as an attacker would set them. */
const steering = {
  TWILIO_EDGE: 'evil',
  TWILIO_REGION: 'evil',
  TWILIO_ACCOUNT_SID: `AC${'9'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'other',
  TWILIO_CA_BUNDLE: '/nowhere',
  TWILIO_LOG_LEVEL: 'debug',
};

/** A proxy that would take every connection: nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

async function expectNoSteering(): Promise<void> {
  set.twilio.reset();
  await withHostileEnvironment(nowhere, () => send({}), steering);
  const seen = set.twilio.requests.map(({ host, user }) => [host, user]);
  expect(seen).toEqual([['api.twilio.com', set.twilio.accountSid]]);
}

async function expectCertificateCheck(): Promise<void> {
  set.twilio.use('certificate-self-signed');
  const { code } = await withHostileEnvironment(nowhere, () => failureOf(send({})), steering);
  expect(code).toBe('provider_unavailable');
  set.twilio.reset();
}

async function replay(): Promise<void> {
  const connector = await set.connect({ statusCallback: { url: statusUrl } });
  const claimed = new Set<string>();
  const claim = (key: string): boolean => claimed.size < claimed.add(key).size;
  for (let time = 0; time < 2; time += 1) {
    await connector.verifyStatusCallback(set.twilio.statusCallback(statusUrl, messageSid, 'delivered'), { claim });
  }
}

function isFault(name: string): name is CallbackFault {
  return Object.hasOwn(callbackFaults, name);
}
