import type { Runtime } from '@jackfield/connector-kit';
import { type FakeTwilio, startTwilio, type TwilioOptions } from '@jackfield/connector-test-kit/sms';
import { createRuntime } from '@jackfield/egress';
import { type TwilioSmsConnector, createTwilioSms } from '../connector.ts';
import type { TwilioSmsConfig } from '../config.ts';

/** A fake Twilio, a runtime that reaches it, and a configuration that fits it. */
export interface SetUp {
  readonly twilio: FakeTwilio;
  readonly runtime: Runtime;
  readonly config: TwilioSmsConfig;
  /** A connector on `config` with these fields instead. */
  connect(changes?: Partial<TwilioSmsConfig>): Promise<TwilioSmsConnector>;
  close(): Promise<void>;
}

/** A number of the United States that no one has, and that the fake takes messages for. */
export const to = '+14155550100';

/** Milliseconds after which the runtime gives a request up. */
const timeout = 1_000;

export async function setUp(options?: TwilioOptions): Promise<SetUp> {
  const twilio = await startTwilio(options);
  const runtime = createRuntime({ egress: { proxy: twilio.proxy, ca: twilio.ca, timeout } });
  const config: TwilioSmsConfig = {
    credentials: { kind: 'auth-token', accountSid: twilio.accountSid, authToken: twilio.authToken },
    sender: { kind: 'number', phoneNumber: twilio.phoneNumber },
    allowedCountries: ['US', 'GB', 'DE'],
  };
  return {
    twilio,
    runtime,
    config,
    connect: (changes = {}) => createTwilioSms({ config: { ...config, ...changes }, runtime }),
    async close() {
      await twilio.close();
      await runtime.close();
    },
  };
}
