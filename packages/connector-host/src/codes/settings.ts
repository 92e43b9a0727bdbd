import * as z from 'zod';
import { HostError } from '../host-error.ts';

const count = (initial: number) => z.int().min(0).default(initial);
const milliseconds = (initial: number) => z.int().min(1).default(initial);
const minutes = 60_000;
const hours = 60 * minutes;

/** How verification codes behave. Durations are in milliseconds; a limit of 0 lets nothing pass. */
const codeSettingsGuard = z.strictObject({
  digits: z.int().min(6).max(8).default(6),
  lifetime: milliseconds(10 * minutes),
  tries: z.int().min(1).max(10).default(5),

  /** Tries of all codes for one address, in whatever session, within an hour. */
  triesPerAddressAndHour: count(20),
  /** Between two messages to one recipient for one purpose. */
  resendPause: milliseconds(minutes),
  /** Messages to one mailbox or number. */
  messagesPerRecipientAndHour: count(5),
  messagesPerRecipientAndDay: count(10),
  /** Requests from one IPv4 address or IPv6 /64, those included that another limit refuses. */
  requestsPerNetworkAndHour: count(30),

  /** ISO 3166-1 codes of countries whose numbers get messages, besides what the connector says. Default: what it says. */
  smsCountries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
  /** Messages to numbers that differ in their last four digits only. */
  smsPerPrefixAndHour: count(10),
  smsPerCountryAndHour: count(250),
  /** The budget: messages to all numbers within a day. */
  smsPerDay: count(1000),

  /**
   * The conversion brake: when of the last so many messages to a prefix or a country, within `brakeWindow` and older than
   * `brakeGrace`, fewer than `brakeLeastVerified` per cent were verified, none are sent there for now. 0 per cent switches it off.
   */
  brakeMessagesPerPrefix: z.int().min(1).default(8),
  brakeMessagesPerCountry: z.int().min(1).default(40),
  brakeLeastVerified: z.int().min(0).max(100).default(20),
  brakeWindow: milliseconds(6 * hours),
  /** How long people may take. */
  brakeGrace: milliseconds(5 * minutes),
});

export type CodeSettings = z.infer<typeof codeSettingsGuard>;

/** @throws `invalid_request` naming every wrong setting */
export function codeSettings(changes: Partial<CodeSettings> = {}): CodeSettings {
  const result = codeSettingsGuard.safeParse(changes);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'codes'}: ${message}`);
  throw new HostError('invalid_request', {
    hint: `The settings of verification codes are wrong. ${problems.join('; ')}.`,
  });
}
