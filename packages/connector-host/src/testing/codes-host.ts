import { type FakeTwilio, startTwilio } from '@jackfield/connector-test-kit/sms';
import { type FakeSmtpServer, startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createRuntime } from '@jackfield/egress';
import { createSmtpEmail } from '@jackfield/smtp-email';
import { createTwilioSms } from '@jackfield/twilio-sms';
import type { Connector, EmailConnector, SmsConnector } from '@jackfield/connector-kit';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { LiveConnector } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import type { TestHost, TestHostOptions } from './databases.ts';
import { type Codes, createCodes } from '../codes/codes.ts';
import type { CodeRequest, MessageConnectors } from '../codes/send-code.ts';
import type { CodeSettings } from '../codes/settings.ts';
import type { CodeAttempt } from '../codes/verify-code.ts';

/** Real connectors on a mail server and a Twilio of this machine, for every test of a file. */
export interface Providers {
  readonly smtp: FakeSmtpServer;
  readonly twilio: FakeTwilio;
  readonly connectors: MessageConnectors;
}

/** Starts them before the first test, and makes them honest and empty before each. */
export function useProviders(): () => Providers {
  let providers: (Providers & { close(): Promise<void> }) | undefined;
  beforeAll(async () => {
    providers = await startProviders();
  });
  beforeEach(() => {
    providers?.smtp.reset();
    providers?.twilio.reset();
  });
  afterAll(() => providers?.close());
  return () => {
    if (!providers) throw new Error('The providers have not started.');
    return providers;
  };
}

const countries = ['US', 'GB', 'DE', 'JM'];

async function startProviders(): Promise<Providers & { close(): Promise<void> }> {
  const certificates = await issueCertificates();
  const smtp = await startSmtpServer({ certificates });
  const twilio = await startTwilio({ certificates, countries });
  const mailRuntime = createRuntime({ egress: { privateHosts: ['localhost'] } });
  const smsRuntime = createRuntime({ egress: { proxy: twilio.proxy, ca: twilio.ca } });
  const email = await createSmtpEmail({
    config: {
      host: 'localhost',
      port: smtp.port,
      ca: smtp.ca,
      auth: { kind: 'login', user: smtp.user, password: smtp.password },
      from: { address: 'no-reply@example.com' },
    },
    runtime: mailRuntime,
  });
  const sms = await createTwilioSms({
    config: {
      credentials: { kind: 'auth-token', accountSid: twilio.accountSid, authToken: twilio.authToken },
      sender: { kind: 'number', phoneNumber: twilio.phoneNumber },
      allowedCountries: countries,
    },
    runtime: smsRuntime,
  });
  return {
    smtp,
    twilio,
    connectors: connectorsOf(email, sms),
    async close() {
      await mailRuntime.close();
      await smsRuntime.close();
      await smtp.close();
      await twilio.close();
    },
  };
}

/** As the connector store hands them out. */
function connectorsOf(email: EmailConnector, sms: SmsConnector): MessageConnectors {
  return { useEmail: async () => live(email), useSms: async () => live(sms) };
}

function live<Instance extends Connector>(instance: Instance): LiveConnector<Instance> {
  const { id, target, platform, name, logo, logoDark } = instance.metadata;
  const texts = { name, logo, logoDark };
  const flags = { syncProfile: false, tokenStorage: false };
  return { id: 'test', connectorId: id, target, platform, issuer: null, ...texts, ...flags, version: 1, instance };
}

/** Codes on one database, with a clock that is set by hand, and the messages that came. */
export interface CodesHost extends Codes {
  readonly host: TestHost;
  /** Moves the clock. Milliseconds. */
  pass(time: number): void;
  /** The same codes, as another process has them. */
  again(): Promise<Codes>;
  /** Sends one and takes it from the message that came. */
  codeFor(changes?: Partial<CodeRequest>): Promise<string>;
  ask(changes?: Partial<CodeRequest>): ReturnType<Codes['send']>;
  attempt(code: string, changes?: Partial<CodeAttempt>): ReturnType<Codes['verify']>;
}

/** 2027-01-15. */
export const start = 1_800_000_000_000;

/** Limits that do not get in the way. */
export const generous: Partial<CodeSettings> = {
  resendPause: 1,
  messagesPerRecipientAndHour: 1e6,
  messagesPerRecipientAndDay: 1e6,
  requestsPerNetworkAndHour: 1e6,
  triesPerAddressAndHour: 1e6,
  smsPerPrefixAndHour: 1e6,
  smsPerCountryAndHour: 1e6,
  smsPerDay: 1e6,
  brakeLeastVerified: 0,
};

/** Who asks, unless a test says otherwise. */
const someone = { to: 'ada@example.org', purpose: 'SignIn', session: 'session-of-ada', ip: '192.0.2.1' } as const;

export async function openCodes(
  open: (options?: TestHostOptions) => Promise<TestHost>,
  providers: Providers,
  settings: Partial<CodeSettings> = {},
): Promise<CodesHost> {
  let now = start;
  const host = await open({ clock: { now: () => now } });
  const create = (context: HostContext): Codes => createCodes(context, providers.connectors, settings);
  const codes = create(host);
  const ask = (changes: Partial<CodeRequest> = {}) => codes.send({ ...someone, ...changes });
  return {
    ...codes,
    host,
    pass: (time) => void (now += time),
    again: async () => create(await host.again()),
    ask,
    async codeFor(changes) {
      await ask(changes);
      const { smtp, twilio } = providers;
      const isMail = (changes?.to ?? someone.to).includes('@');
      return digitsOf((isMail ? smtp.mails.at(-1)?.text : twilio.messages.at(-1)?.body) ?? '');
    },
    attempt: (code, changes = {}) => {
      const { to, purpose, session } = someone;
      return codes.verify({ to, purpose, session, code, ...changes });
    },
  };
}

/** The code in a message. */
export function digitsOf(text: string): string {
  const code = /\b\d{6,8}\b/.exec(text)?.[0];
  if (code === undefined) throw new Error('There is no code in the message.');
  return code;
}

/** Another code of the same length. */
export function wrongCode(code: string): string {
  return `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
}

/** Everything that the database holds, as text. */
export async function contentsOf({ database }: HostContext): Promise<string> {
  const tables = ['verification_codes', 'counters', 'sms_outcomes', 'meta', 'audit'] as const;
  const rows = await Promise.all(
    tables.map((table) => database.read((db) => db.selectFrom(table).selectAll().execute())),
  );
  return JSON.stringify(rows);
}
