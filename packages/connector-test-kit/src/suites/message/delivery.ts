import { type EmailConnector, messageTypes, type SmsConnector } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { createMessageConnector } from '../create-connector.ts';
import type { Cases } from '../define-suite.ts';
import type { MessageContext } from './adapter.ts';
import { createInstance, deliver, deliveredBy, expectRefused, readable } from './send.ts';

const clockTolerance = 60_000;

/** Messages that arrive, and calls that send none. */
export const deliveryCases = {
  'delivers a message to its recipient alone': async (context) => {
    const message = await deliver(context, await createInstance(context), { payload: { code: '491702' } });
    expect(message.to).toEqual([context.adapter.to]);
    expect(readable(message)).toContain('491702');
  },
  'gives a receipt': async (context) => {
    const { module, adapter } = context;
    const connector = await createInstance(context);
    const message = { to: adapter.to, type: 'SignIn', payload: { code: '123456' } } as const;
    const [first, second] = [await connector.sendMessage(message), await connector.sendMessage(message)];
    expect(first.id).toMatch(/\S/);
    expect(second.id, 'the id of the second receipt').not.toBe(first.id);
    expect(first.provider).toBe(module.metadata.id);
    expect(first.acceptedAt).toBe(new Date(first.acceptedAt).toISOString());
    expect(Math.abs(Date.parse(first.acceptedAt) - Date.now())).toBeLessThan(clockTolerance);
  },
  'delivers every type of message with the built-in templates': async (context) => {
    const connector = await createInstance(context);
    for (const type of messageTypes) {
      const payload = type === 'OrganizationInvitation' ? { link: 'https://app.test/join/1' } : { code: '813640' };
      const message = await deliver(context, connector, { type, payload });
      expect(readable(message), `the ${type} message`).toContain(payload.link ?? payload.code);
    }
  },
  'writes in the language of the recipient': async (context) => {
    const connector = await createInstance(context);
    const textIn = async (language: object): Promise<string> =>
      readable(await deliver(context, connector, { type: 'SignIn', payload: { code: '123456', ...language } }));
    const [english, french] = [await textIn({ locale: 'en' }), await textIn({ locale: 'fr' })];
    expect(french).not.toBe(english);
    expect(await textIn({ locale: 'fr-CA' }), 'fr-CA falls back to fr').toBe(french);
    expect(await textIn({ uiLocales: 'tlh fr en' }), 'the first known language of uiLocales').toBe(french);
    expect(await textIn({ locale: 'tlh' }), 'an unknown language').toBe(await textIn({}));
  },
  'delivers messages sent at the same time, each once': async (context) => {
    const connector = await createInstance(context);
    const codes = Array.from({ length: 10 }, (_, index) => `70${index}315`);
    const arrived = await deliveredBy(context, () =>
      Promise.all(
        codes.map((code) => connector.sendMessage({ to: context.adapter.to, type: 'SignIn', payload: { code } })),
      ),
    );
    const counts = codes.map((code) => arrived.filter((message) => readable(message).includes(code)).length);
    expect(arrived).toHaveLength(codes.length);
    expect(counts).toEqual(codes.map(() => 1));
  },
  'uses the unsaved configuration of the call': async (context) => {
    const { module, adapter } = context;
    const connector = await createMessageConnector(module, {
      getConfig: async () => ({ aFieldThatNoConnectorHas: true }),
      runtime: adapter.runtime,
    });
    const message = { to: adapter.to, type: 'Generic', payload: { code: '650981' } } as const;
    const arrived = await deliveredBy(context, () => connector.sendMessage(message, adapter.config));
    expect(arrived.map(readable)).toEqual([expect.stringContaining('650981')]);
    await expectRefused(context, () => connector.sendMessage(message), 'invalid_config');
  },
  'refuses an unsaved configuration that is wrong': async (context) => {
    const connector = await createInstance(context);
    const message = { to: context.adapter.to, type: 'Generic', payload: { code: '123456' } } as const;
    for (const config of [{}, [], 'text', { ...context.adapter.config, aFieldThatNoConnectorHas: true }]) {
      await expectRefused(context, () => connector.sendMessage(message, config), 'invalid_config');
    }
  },
  'asks getConfig by its id at each use': async (context) => {
    const { module, adapter } = context;
    const asked: string[] = [];
    const getConfig = async (id: string): Promise<unknown> => {
      asked.push(id);
      return adapter.config;
    };
    const connector = await createMessageConnector(module, { getConfig, runtime: adapter.runtime });
    expect(asked, 'calls of getConfig at creation').toEqual([]);
    await deliver(context, connector, {});
    expect(new Set(asked)).toEqual(new Set([module.metadata.id]));
  },
  'refuses a message of another shape': async (context) => {
    const connector = await createInstance(context);
    const message = { to: context.adapter.to, type: 'Generic', payload: { code: '123456' } };
    const wrong = [undefined, null, 'text', {}, { ...message, to: [message.to] }, { ...message, type: 'NoSuchType' }];
    for (const value of [...wrong, { ...message, payload: undefined }, { ...message, payload: 'text' }]) {
      await expectRefused(context, () => sendAnything(connector, value), 'invalid_request_parameters');
    }
  },
  'sends nothing while it diagnoses itself': async (context) => {
    const connector = await createInstance(context);
    const arrived = await deliveredBy(context, async () => {
      for await (const { status } of connector.diagnose()) expect(status).toBeTypeOf('string');
    });
    expect(arrived).toEqual([]);
  },
} as const satisfies Cases<MessageContext>;

/** Calls `sendMessage` as code without types does. */
function sendAnything(connector: EmailConnector | SmsConnector, message: unknown): unknown {
  const send: unknown = Reflect.get(connector, 'sendMessage');
  return typeof send === 'function' ? Reflect.apply(send, connector, [message]) : undefined;
}
