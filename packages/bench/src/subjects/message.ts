import type { Connector, EmailConnector, Message, SmsConnector } from '@jackfield/connector-kit';
import type { StartSubject, Subject } from '../measure/subject.ts';
import { smsAccount, type World } from '../provider/world.ts';
import { createBenchRuntime, loadConnector } from './load-connector.ts';

/** The message that every subject sends: a verification code. */
export const content = { type: 'SignIn', payload: { code: '181512', locale: 'en' } } as const;

export const sender = { name: 'Example', address: 'no-reply@example.test' } as const;

/** One mail to each of many people. */
export const mailRecipient = (index: number): string => `ada.${index}@example.test`;
/** Numbers that the numbering plan knows. */
export const smsRecipient = (index: number): string => `+1415555${String(2000 + (index % 8000))}`;

/** A subject that sends. */
export function messageSubject(send: (index: number) => Promise<unknown>, close: () => Promise<void>): Subject {
  return {
    async batch(count, inFlight, meter) {
      await meter.measure(count, inFlight, send);
    },
    close,
  };
}

const delivers = (connector: Connector): connector is EmailConnector | SmsConnector =>
  connector.type === 'Email' || connector.type === 'Sms';

function connectorSubject(
  name: string,
  configOf: (world: World) => object,
  recipient: (index: number) => Message['to'],
  proxied: boolean,
): StartSubject {
  return async (world) => {
    const runtime = createBenchRuntime(world, proxied);
    const connector = await loadConnector(name, configOf(world), runtime);
    if (!delivers(connector)) throw new Error(`${name} delivers nothing.`);
    return messageSubject(
      (index) => connector.sendMessage({ to: recipient(index), ...content }),
      () => runtime.close(),
    );
  };
}

export const smtpEmail = connectorSubject(
  'smtp-email',
  ({ ca, mail: { host, port, user, password } }) => ({
    host,
    port,
    security: 'implicit-tls',
    auth: { kind: 'login', user, password },
    from: sender,
    ca,
  }),
  mailRecipient,
  false,
);

const { accountSid, apiKeySid, apiKeySecret, from } = smsAccount;

export const twilioSms = connectorSubject(
  'twilio-sms',
  () => ({
    credentials: { kind: 'api-key', accountSid, apiKeySid, apiKeySecret },
    sender: { kind: 'number', phoneNumber: from },
    allowedCountries: ['US'],
  }),
  smsRecipient,
  true,
);
