import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTwilioSms } from './connector.ts';
import { type SetUp, setUp, to } from './testing/set-up.ts';

let set: SetUp;
beforeAll(async () => {
  set = await setUp();
});
afterEach(() => set.twilio.reset());
afterAll(() => set.close());

const message = { to, type: 'Generic', payload: { code: '491702' } } as const;
const templates = [{ type: 'Generic', content: '{{code}}' }] as const;

describe('the request for messages', () => {
  it('is filled in anew for each message', async () => {
    const connector = await set.connect();
    await connector.sendMessage(message);
    await connector.sendMessage({ ...message, to: '+447400123456', payload: { code: '220184' } });
    expect(set.twilio.messages.map((sent) => sent.to)).toEqual([to, '+447400123456']);
    const [first, second] = set.twilio.messages;
    expect([first?.body, second?.body]).toEqual([expect.stringContaining('491702'), expect.stringContaining('220184')]);
  });

  it('takes no parameter from a text', async () => {
    const connector = await set.connect({ templates: [...templates] });
    const texts = ['1&To=%2B19005550100&MediaUrl=x', '<to> <body> {to} %3Cto%3E', 'a+b c\n=😀'];
    for (const code of texts) await connector.sendMessage({ ...message, payload: { code } });
    expect(set.twilio.messages.map(({ parameters }) => parameters)).toEqual(
      texts.map((Body) => ({
        To: to,
        Body,
        From: set.twilio.phoneNumber,
        ValidityPeriod: '3600',
        RiskCheck: 'enable',
      })),
    );
  });

  it('belongs to one configuration', async () => {
    const other = { sender: { kind: 'alphanumeric', senderId: 'Other' }, edge: 'dublin' } as const;
    const connectors = [await set.connect(), await set.connect(other)];
    for (const connector of [...connectors, ...connectors]) await connector.sendMessage(message);
    const senders = [set.twilio.phoneNumber, 'Other'];
    expect(set.twilio.messages.map(({ parameters }) => parameters['From'])).toEqual([...senders, ...senders]);
    const hosts = ['api.twilio.com', 'api.dublin.us1.twilio.com'];
    expect(set.twilio.requests.map(({ host }) => host)).toEqual([...hosts, ...hosts]);
  });

  it('follows a configuration that is looked up and has changed', async () => {
    const validityPeriods = [600, 900];
    const getConfig = async () => ({ ...set.config, validityPeriod: validityPeriods.shift() });
    const connector = await createTwilioSms({ getConfig, runtime: set.runtime });
    await connector.sendMessage(message);
    await connector.sendMessage(message);
    expect(set.twilio.messages.map(({ parameters }) => parameters['ValidityPeriod'])).toEqual(['600', '900']);
  });
});
