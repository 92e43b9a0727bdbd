import { ConnectorError, type EmailConnector, type Message } from '@jackfield/connector-kit';
import * as z from 'zod';
import * as tiny from '../tiny-email/src/index.ts';
import * as tinySms from '../tiny-sms.ts';
import { type BrokenConnector, withFactory, withMembers } from './broken-connector.ts';
import { sendNaively } from './naive-templates.ts';

type Change = (good: EmailConnector, options: tiny.TinyEmailOptions) => Partial<EmailConnector>;

function broken(change: Change, ...failing: string[]): BrokenConnector {
  return { module: withMembers(tiny, change), failing };
}

/** Anything else is left to the good connector. */
function isMessage(value: unknown): boolean {
  return z.object({ payload: z.looseObject({}) }).safeParse(value).success;
}

/** E-mail connectors with one fault each. */
export const brokenMessageConnectors: Readonly<Record<string, BrokenConnector>> = {
  'accepts any recipient': broken(
    (good) => ({
      sendMessage: (message, config) => good.sendMessage({ ...message, to: 'ada@app.test' }, config),
    }),
    'refuses a message of another shape',
    'attack: several recipients by comma, semicolon or group',
    'attack: quoted local parts',
    'attack: full-width at sign',
    'attack: control characters in the recipient',
    'refuses what is no address',
  ),
  'fills templates naively': broken(
    (good, options) => ({
      sendMessage: async (message, config) =>
        isMessage(message) ? sendNaively(good, options, message, config) : good.sendMessage(message, config),
    }),
    'attack: $& and $1 in values',
    'attack: {{constructor}} and {{__proto__.x}}',
    'attack: javascript: in {{link}}',
    'sends HTML with a plain text beside it',
    'attack: HTML injected through template variables',
    'attack: CR, LF and control characters in the subject',
  ),
  'gives the same receipt each time': broken(
    (good) => ({
      sendMessage: async (...call) => ({ ...(await good.sendMessage(...call)), id: 'sent', acceptedAt: 'now' }),
    }),
    'gives a receipt',
  ),
  'ignores the unsaved configuration': broken(
    (good) => ({ sendMessage: (message) => good.sendMessage(message) }),
    'uses the unsaved configuration of the call',
    'refuses an unsaved configuration that is wrong',
  ),
  'writes in one language': broken(
    (good) => ({
      sendMessage: (message, config) => {
        if (!isMessage(message)) return good.sendMessage(message, config);
        const { locale: _locale, uiLocales: _uiLocales, ...payload } = message.payload;
        return good.sendMessage({ ...message, payload }, config);
      },
    }),
    'writes in the language of the recipient',
    'works as Logto calls it',
  ),
  'sends twice': broken(
    (good) => ({
      sendMessage: async (...call) => {
        await good.sendMessage(...call);
        return good.sendMessage(...call);
      },
    }),
    'delivers a message to its recipient alone',
    'delivers every type of message with the built-in templates',
    'writes in the language of the recipient',
    'delivers messages sent at the same time, each once',
    'uses the unsaved configuration of the call',
    'asks getConfig by its id at each use',
    'fills nested variables of a configured template',
    'attack: $& and $1 in values',
    'attack: {{constructor}} and {{__proto__.x}}',
    'sends HTML with a plain text beside it',
    'attack: HTML injected through template variables',
    'works as Logto calls it',
  ),
  'sends a mail to diagnose itself': broken(
    (good) => ({
      diagnose: async function* diagnose() {
        await good.sendMessage({ to: 'ada@app.test', type: 'Generic', payload: { code: '1' } }).catch(() => undefined);
        yield* good.diagnose();
      },
    }),
    'sends nothing while it diagnoses itself',
  ),
  'tells every failure by one code': broken(
    (good) => ({
      sendMessage: (...call) =>
        good.sendMessage(...call).catch((error: unknown) => {
          throw ConnectorError.isInstance(error) && error.details ? new ConnectorError('general') : error;
        }),
    }),
    'failure: wrong token',
  ),
  'ignores the templates of its host': {
    module: withFactory(tiny, (options: tiny.TinyEmailOptions) =>
      tiny.createTinyEmail({ ...options, getI18nEmailTemplate: async () => undefined }),
    ),
    failing: ['works as Logto calls it'],
  },
};

/** SMS connectors with one fault each. */
export const brokenSmsConnectors: Readonly<Record<string, BrokenConnector>> = {
  'accepts any number': {
    module: withMembers(tinySms, (good) => ({
      sendMessage: (message, config) => good.sendMessage({ ...message, to: '+14155550100' }, config),
    })),
    failing: [
      'refuses a message of another shape',
      'attack: numbers in other notations',
      'attack: several numbers',
      'attack: control characters in the recipient',
      'refuses what is no number',
    ],
  },
  'cuts long messages off': {
    module: withMembers(tinySms, (good) => ({
      sendMessage: (message, config) => {
        const { code } = isMessage(message) ? message.payload : {};
        return good.sendMessage(code === undefined ? message : withCode(message, code.slice(0, 30)), config);
      },
    })),
    failing: ['attack: a message blown up to many segments by a variable'],
  },
};

function withCode(message: Message, code: string): Message {
  return { ...message, payload: { ...message.payload, code } };
}
