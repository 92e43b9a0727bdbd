import { createRequire } from 'node:module';
import { type CallbackFault, callbackFaults } from '@jackfield/connector-test-kit/sms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSigned } from './callback-signature.ts';
import type { TwilioSmsConnector } from './connector.ts';
import { failureOf } from './testing/failure-of.ts';
import { type SetUp, setUp } from './testing/set-up.ts';

const url = 'https://app.example.com/twilio/status?tenant=a%20b&x=1';
const messageSid = `SM${'d'.repeat(32)}`;

let set: SetUp;
let connector: TwilioSmsConnector;
beforeAll(async () => {
  set = await setUp();
  connector = await set.connect({ statusCallback: { url } });
});
afterAll(() => set.close());

const callback = (status: string, options: { errorCode?: number; fault?: CallbackFault } = {}) =>
  set.twilio.statusCallback(url, messageSid, status, options);

describe('a status callback', () => {
  it('is read', async () => {
    await expect(connector.verifyStatusCallback(callback('delivered'))).resolves.toEqual({
      messageId: messageSid,
      status: 'delivered',
      isFinal: true,
      key: `${messageSid}:delivered`,
    });
    await expect(connector.verifyStatusCallback(callback('sent'))).resolves.toMatchObject({ isFinal: false });
  });

  it('tells why a message was not delivered', async () => {
    const read = await connector.verifyStatusCallback(callback('undelivered', { errorCode: 30_007 }));
    expect(read).toMatchObject({ status: 'undelivered', errorCode: 30_007, isFinal: true });
  });

  it('is taken from frameworks that have parsed the form', async () => {
    const request = callback('delivered');
    const signature = request.headers.get('x-twilio-signature');
    const parameters = new URLSearchParams(await request.text());
    for (const form of [parameters, Object.fromEntries(parameters)]) {
      await expect(connector.verifyStatusCallback({ signature, parameters: form })).resolves.toMatchObject({
        status: 'delivered',
      });
    }
  });

  it('is checked with the account’s auth token when an API key sends', async () => {
    const { accountSid, apiKeySid, apiKeySecret, authToken } = set.twilio;
    const credentials = { kind: 'api-key', accountSid, apiKeySid, apiKeySecret } as const;
    const withToken = await set.connect({ credentials, statusCallback: { url, authToken } });
    await expect(withToken.verifyStatusCallback(callback('delivered'))).resolves.toMatchObject({ status: 'delivered' });
    const without = await set.connect({ credentials, statusCallback: { url } });
    const { code, hint } = await failureOf(without.verifyStatusCallback(callback('delivered')));
    expect([code, hint]).toEqual(['invalid_config', expect.stringContaining('statusCallback.authToken')]);
  });

  it('cannot be checked without a configured URL', async () => {
    const { code } = await failureOf((await set.connect()).verifyStatusCallback(callback('delivered')));
    expect(code).toBe('invalid_config');
  });
});

describe('a forged status callback', () => {
  it.each(Object.keys(callbackFaults).filter(isFault))(
    'attack: unsigned, replayed or foreign status callbacks: %s',
    async (fault) => {
      const forged = callback('undelivered', { errorCode: 30_007, fault });
      expect((await failureOf(connector.verifyStatusCallback(forged))).code).toBe('invalid_request_parameters');
    },
  );

  it.each<[CallbackFault, string]>([
    ['unsigned', 'X-Twilio-Signature'],
    ['signature-of-another-account', 'signature'],
    ['parameter-twice', 'twice'],
    ['gigantic', 'too large'],
    ['not-a-form', 'form'],
    ['about-another-account', 'another account'],
  ])('is told apart from others: %s', async (fault, hint) => {
    const error = await failureOf(connector.verifyStatusCallback(callback('undelivered', { fault })));
    expect(error.hint).toContain(hint);
  });

  it('attack: unsigned, replayed or foreign status callbacks: replayed, where the caller claims keys', async () => {
    const claimed = new Set<string>();
    const claim = async (key: string) => claimed.size < claimed.add(key).size;
    await connector.verifyStatusCallback(callback('delivered'), { claim });
    const replayed = connector.verifyStatusCallback(callback('delivered'), { claim });
    expect((await failureOf(replayed)).code).toBe('invalid_request_parameters');
    await expect(connector.verifyStatusCallback(callback('read'), { claim })).resolves.toMatchObject({
      status: 'read',
    });
  });

  it('attack: a forged callback does not use up the key of the genuine one', async () => {
    const claimed: string[] = [];
    const claim = (key: string) => claimed.push(key) > 0;
    await failureOf(connector.verifyStatusCallback(callback('sent', { fault: 'status-altered' }), { claim }));
    expect(claimed).toEqual([]);
  });

  it('attack: Host header steering: another URL than the configured one changes nothing', async () => {
    const genuine = callback('delivered');
    const moved = new Request('https://evil.test/anything', {
      method: 'POST',
      headers: { ...Object.fromEntries(genuine.headers), 'x-forwarded-host': 'evil.test' },
      body: await genuine.text(),
    });
    await expect(connector.verifyStatusCallback(moved)).resolves.toMatchObject({ status: 'delivered' });
    const foreign = set.twilio.statusCallback('https://evil.test/anything', messageSid, 'delivered');
    expect((await failureOf(connector.verifyStatusCallback(foreign))).code).toBe('invalid_request_parameters');
  });

  it.each([
    ['a GET', new Request(url)],
    ['a signature that is a list', { signature: ['x'], parameters: {} }],
    ['no parameters', { signature: 'x', parameters: undefined }],
    ['a parameter that is a list', { signature: 'x', parameters: { MessageStatus: ['sent', 'read'] } }],
  ])('refuses %s', async (_what, request) => {
    const { code } = await failureOf(connector.verifyStatusCallback(request as Request));
    expect(code).toBe('invalid_request_parameters');
  });
});

describe('the signature', () => {
  const official = createRequire(import.meta.url)('twilio').getExpectedTwilioSignature as (
    token: string,
    url: string,
    parameters: object,
  ) => string;

  it.each([
    ['usual parameters', { MessageSid: 'SM1', MessageStatus: 'sent' }],
    ['capitals before small letters', { b: '1', A: '2', a: '3', B: '4' }],
    ['other characters than ASCII', { Body: 'ä€😀', Ключ: 'あ' }],
    ['empty values', { A: '', B: '' }],
    ['nothing', {}],
  ])('is the one that Twilio’s own helper computes for %s', (_what, parameters) => {
    const signature = official('token', url, parameters);
    expect(isSigned(signature, url, new Map(Object.entries(parameters)), 'token')).toBe(true);
    expect(isSigned(signature, url, new Map(Object.entries(parameters)), 'tokem')).toBe(false);
    expect(isSigned(signature, `${url}1`, new Map(Object.entries(parameters)), 'token')).toBe(false);
  });

  it.each([
    ['https://app.example.com/status', 'https://app.example.com:443/status'],
    ['https://app.example.com:8443/status', 'https://app.example.com/status'],
  ])('may be for %s or %s', (configured, signed) => {
    for (const each of [configured, signed]) {
      expect(isSigned(official('token', each, {}), configured, new Map(), 'token')).toBe(true);
    }
  });
});

function isFault(name: string): name is CallbackFault {
  return name in callbackFaults;
}
