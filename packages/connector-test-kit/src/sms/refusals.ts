import { type ApiAnswer, refusal } from './answers.ts';
import type { TwilioVariant } from './variants.ts';

const tooMany = (retryAfter: string): ApiAnswer =>
  refusal(429, 20_429, 'Too Many Requests', { 'retry-after': retryAfter });
const longAhead = '9'.repeat(30);

/** The variants that refuse a message, and leave it at that. */
const messageRefusals: Readonly<Partial<Record<TwilioVariant, () => ApiAnswer>>> = {
  'account-suspended': () => refusal(403, 20_403, 'Forbidden'),
  'trial-account': () => refusal(400, 21_608, 'The number is unverified.'),
  'recipient-invalid': () => refusal(400, 21_211, "Invalid 'To' Phone Number"),
  'recipient-not-mobile': () => refusal(400, 21_614, "'To' number is not a valid mobile number"),
  'recipient-opted-out': () => refusal(400, 21_610, 'Attempt to send to unsubscribed recipient'),
  'country-not-enabled': () => refusal(400, 21_408, 'Permission to send an SMS has not been enabled for the region'),
  'sender-not-capable': () => refusal(400, 21_606, "The 'From' phone number is not message-capable"),
  'sender-not-owned': () => refusal(400, 21_660, "Mismatch between the 'From' number and the account"),
  'sender-country-mismatch': () =>
    refusal(400, 21_659, "'From' is not a Twilio phone number or Short Code country mismatch"),
  'sender-not-allowed': () => refusal(400, 21_603, "A 'From' phone number is required"),
  'service-missing': () => refusal(404, 21_701, 'The Messaging Service does not exist'),
  'service-empty': () => refusal(400, 21_703, 'The Messaging Service does not have a phone number available'),
  'callback-refused': () => refusal(400, 21_609, "Invalid 'StatusCallback'"),
  'rate-limited': () => tooMany('7'),
  'rate-limited-until': () => tooMany(new Date(Date.now() + 120_000).toUTCString()),
  'rate-limited-long': () => tooMany(longAhead),
  'rate-limited-nonsense': () => tooMany('soon; -1'),
  'queue-full': () => refusal(429, 21_611, "This 'From' number has exceeded the maximum number of queued messages"),
  'daily-limit': () => refusal(429, 63_038, 'Account exceeded the daily messages limit'),
  'unknown-refusal': () => refusal(400, 29_999, 'Something that no dictionary has'),
  'internal-error': () => refusal(500, 20_500, 'Internal Server Error'),
  redirect: () => ({ status: 307, body: {}, headers: { location: 'https://evil.test/messages' } }),
};

/** How a variant refuses messages; `undefined` when it takes them. */
export function messageRefusal(variant: TwilioVariant): ApiAnswer | undefined {
  return messageRefusals[variant]?.();
}

/** A refusal that repeats the credentials, as they came and decoded, and everything else of a request. */
export function echo(login: string, request: string): ApiAnswer {
  const encoded = Buffer.from(login).toString('base64');
  const decoded = [...new URLSearchParams(request).values()].join(' ');
  return refusal(400, 29_998, `Refused for ${login} (${encoded}): ${decoded} ${request}`);
}
