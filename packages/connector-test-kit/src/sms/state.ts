import type { TwilioVariant } from './variants.ts';

/** The one account of a fake Twilio, and what belongs to it. */
export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  readonly phoneNumber: string;
  readonly shortCode: string;
  readonly messagingServiceSid: string;
}

/** A message that was taken. */
export interface SentMessage {
  readonly sid: string;
  readonly to: string;
  readonly body: string;
  readonly from?: string;
  readonly messagingServiceSid?: string;
  /** Every parameter of the request, as it came. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A request that reached the API. */
export interface ReceivedRequest {
  /** As TLS and the `Host` header name it. */
  readonly host: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Who authenticated: an account's or a key's SID. */
  readonly user: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface TwilioState {
  variant: TwilioVariant;
  readonly account: TwilioAccount;
  /** ISO 3166-1 codes that messages may go to. */
  enabledCountries: ReadonlySet<string>;
  readonly messages: SentMessage[];
  readonly requests: ReceivedRequest[];
}

/** The countries that the fake knows, with their calling codes; those of +1 are told apart by area code. */
export const knownCountries: ReadonlyMap<string, string> = new Map([
  ['US', '+1'],
  ['CA', '+1416'],
  ['JM', '+1876'],
  ['GB', '+44'],
  ['DE', '+49'],
  ['FR', '+33'],
  ['JP', '+81'],
  ['BD', '+880'],
]);

/** The country of a number: the one with the longest prefix that fits. */
export function countryOf(number: string): string | undefined {
  const fitting = [...knownCountries].filter(([, prefix]) => number.startsWith(prefix));
  return fitting.toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
}
