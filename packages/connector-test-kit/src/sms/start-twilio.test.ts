import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readmeRows, rowsOf } from '../testing/readme-table.ts';
import { messageParameters } from './messages-endpoint.ts';
import { type FakeTwilio, startTwilio } from './start-twilio.ts';
import { callbackFaults, createCallback, signCallback } from './status-callbacks.ts';
import { type TwilioVariant, twilioVariants } from './variants.ts';

/** An extract of Twilio's own description; the file says where it is from. */
const description = z
  .object({
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
    createMessage: z.object({ properties: z.record(z.string(), z.unknown()) }),
  })
  .parse(JSON.parse(await readFile(new URL('twilio-description.json', import.meta.url), 'utf8')));

let twilio: FakeTwilio;
beforeAll(async () => {
  twilio = await startTwilio();
});
afterEach(() => twilio.reset());
afterAll(() => twilio.close());

interface Options {
  host?: string;
  form?: Record<string, string>;
  login?: string;
}

/** Asks the fake through its proxy, as an HTTP client does. */
async function ask(path: string, { host = 'api.twilio.com', form, login }: Options = {}) {
  const agent = new Agent({ proxyEnv: { HTTPS_PROXY: twilio.proxy }, ca: twilio.ca });
  const method = form === undefined ? 'GET' : 'POST';
  const auth = login ?? `${twilio.accountSid}:${twilio.authToken}`;
  const call = request({ agent, host, path, method, auth });
  call.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    call.on('error', reject).on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, text: body }), reject);
    });
  });
  return { status: answer.status, body: z.record(z.string(), z.unknown()).parse(JSON.parse(answer.text)) };
}

const account = () => `/2010-04-01/Accounts/${twilio.accountSid}`;
const sendMessage = (form: Record<string, string> = {}) =>
  ask(`${account()}/Messages.json`, { form: { To: '+14155550100', From: twilio.phoneNumber, Body: 'Hello', ...form } });

describe('the fake Twilio', () => {
  it('answers as Twilio’s description says', async () => {
    const service = `/v1/Services/${twilio.messagingServiceSid}`;
    const messaging = { host: 'messaging.twilio.com' };
    const answers = {
      message: await sendMessage(),
      account: await ask(`${account()}.json`),
      incomingPhoneNumbers: await ask(`${account()}/IncomingPhoneNumbers.json`),
      shortCodes: await ask(`${account()}/SMS/ShortCodes.json?ShortCode=${twilio.shortCode}`),
      service: await ask(service, messaging),
      servicePhoneNumbers: await ask(`${service}/PhoneNumbers`, messaging),
      serviceShortCodes: await ask(`${service}/ShortCodes`, messaging),
      serviceAlphaSenders: await ask(`${service}/AlphaSenders`, messaging),
      geographicPermissions: await ask('/v1/Messaging/GeoPermissions', { host: 'accounts.twilio.com' }),
    };
    expect(Object.keys(answers).toSorted()).toEqual(Object.keys(description.schemas).toSorted());
    for (const [name, { status, body }] of Object.entries(answers)) {
      expect(status, name).toBe(name === 'message' ? 201 : 200);
      const schema = description.schemas[name];
      const result = z.fromJSONSchema(schema ?? {}).safeParse(body);
      expect(result.error?.issues ?? [], name).toEqual([]);
      const known = Object.keys(z.record(z.string(), z.unknown()).parse(schema?.properties));
      expect(
        Object.keys(body).filter((key) => !known.includes(key)),
        `unknown fields of ${name}`,
      ).toEqual([]);
    }
  });

  it('knows the parameters of a message that Twilio’s description knows', () => {
    expect([...messageParameters].toSorted()).toEqual(Object.keys(description.createMessage.properties).toSorted());
  });

  it('keeps messages and requests', async () => {
    await sendMessage();
    expect(twilio.messages).toMatchObject([{ to: '+14155550100', from: twilio.phoneNumber, body: 'Hello' }]);
    expect(twilio.requests).toMatchObject([{ host: 'api.twilio.com', method: 'POST', user: twilio.accountSid }]);
    twilio.reset();
    expect([twilio.messages, twilio.requests]).toEqual([[], []]);
  });

  it('refuses what Twilio refuses', async () => {
    const code = async (form: Record<string, string>) => (await sendMessage(form)).body.code;
    expect(await code({ To: '4155550100' })).toBe(21_211);
    expect(await code({ To: '' })).toBe(21_604);
    expect(await code({ Body: '' })).toBe(21_602);
    expect(await code({ Body: 'x'.repeat(1601) })).toBe(21_617);
    expect(await code({ To: '+33612345678' })).toBe(21_408);
    expect(await code({ From: '+14155550111' })).toBe(21_660);
    expect(await code({ From: '' })).toBe(21_603);
    expect(await code({ MessagingServiceSid: twilio.messagingServiceSid })).toBe(21_603);
    expect(await code({ Colour: 'red' })).toBe(20_001);
    expect(twilio.messages).toEqual([]);
    twilio.enableCountries(['FR']);
    expect((await sendMessage({ To: '+33612345678' })).status).toBe(201);
  });

  it('knows its account and its key, and what the key may not see', async () => {
    const key = `${twilio.apiKeySid}:${twilio.apiKeySecret}`;
    expect((await ask(`${account()}/IncomingPhoneNumbers.json`, { login: key })).status).toBe(200);
    expect((await ask(`${account()}.json`, { login: key })).body.code).toBe(20_003);
    expect((await ask(`${account()}.json`, { login: `${twilio.accountSid}:wrong` })).status).toBe(401);
  });

  it('leads to Twilio’s hosts only', async () => {
    await expect(ask('/', { host: 'evil.test' })).rejects.toThrow(/502/);
    await expect(ask('/', { host: 'twilio.com.evil.test' })).rejects.toThrow(/502/);
    expect((await ask(`${account()}.json`, { host: 'api.dublin.ie1.twilio.com' })).status).toBe(200);
  });

  it.each<[TwilioVariant, number, number]>([
    ['credentials-refused', 401, 20_003],
    ['trial-account', 400, 21_608],
    ['rate-limited', 429, 20_429],
    ['internal-error', 500, 20_500],
    ['answer-of-another-kind', 200, 21_211],
  ])('misbehaves on demand: %s', async (variant, status, code) => {
    twilio.use(variant);
    const answer = await sendMessage();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    twilio.use('honest');
    expect((await sendMessage()).status).toBe(201);
  });

  it('says of each variant what it does', () => {
    for (const sentence of [...Object.values(twilioVariants), ...Object.values(callbackFaults)]) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('status callbacks', () => {
  it('are signed as the documentation says', async () => {
    const url = 'https://app.example.com/status';
    const callback = twilio.statusCallback(url, `SM${'1'.repeat(32)}`, 'delivered');
    const form = [...new URLSearchParams(await callback.text())].toSorted(([one], [other]) => (one < other ? -1 : 1));
    const signed = url + form.flat().join('');
    const expected = createHmac('sha1', twilio.authToken).update(signed).digest('base64');
    expect(callback.headers.get('x-twilio-signature')).toBe(expected);
  });

  it('keep their signature where characters are moved between names and values', async () => {
    const callback = { url: 'https://app.example.com/status', messageSid: `SM${'1'.repeat(32)}`, status: 'failed' };
    for (const fault of ['error-moved-into-name', 'error-moved-into-value'] as const) {
      const forged = createCallback(twilio, callback, { errorCode: 30_007, fault });
      const form = Object.fromEntries(new URLSearchParams(await forged.text()));
      expect(form.ErrorCode).toBeUndefined();
      expect(signCallback(twilio.authToken, callback.url, form)).toBe(forged.headers.get('x-twilio-signature'));
    }
  });
});

describe('the README', () => {
  it.each([
    ['sms-variants', twilioVariants],
    ['sms-callback-faults', callbackFaults],
  ])('lists %s', async (section, sentences) => {
    expect(await readmeRows(section)).toEqual(rowsOf(sentences));
  });
});
