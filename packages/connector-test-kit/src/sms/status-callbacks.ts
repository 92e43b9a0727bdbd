import { createHmac } from 'node:crypto';
import type { TwilioAccount } from './state.ts';

/** The ways in which a status callback can be forged. */
export const callbackFaults = {
  unsigned: 'Has no signature.',
  'signature-empty': 'Has an empty signature.',
  'signature-of-another-account': 'Is signed with the auth token of another account.',
  'signature-of-another-url': 'Is signed for another URL.',
  'signature-truncated': 'Has the first half of its signature.',
  'status-altered': 'Says another status than the one that was signed.',
  'parameter-added': 'Has a parameter more than was signed.',
  'parameter-twice': 'Has its status twice, the second one forged.',
  'about-another-account': 'Is about another account, and signed with this one’s auth token.',
  'error-moved-into-name': 'Its error code became part of a parameter’s name: the signed text is the same.',
  'error-moved-into-value': 'Its error code became part of the value before it: the signed text is the same.',
  'not-a-form': 'Is JSON.',
  gigantic: 'Is far larger than what Twilio sends.',
} as const;

/** The name of one of {@link callbackFaults}. */
export type CallbackFault = keyof typeof callbackFaults;

export interface CallbackOptions {
  /** Such as 30007. */
  readonly errorCode?: number;
  readonly fault?: CallbackFault;
}

interface Callback {
  readonly url: string;
  readonly messageSid: string;
  readonly status: string;
}

/** Twilio's signature: HMAC-SHA1, in base64, over the URL and every name and value, sorted by name. */
export function signCallback(authToken: string, url: string, parameters: Readonly<Record<string, string>>): string {
  const form = Object.keys(parameters)
    .toSorted()
    .map((name) => name + parameters[name])
    .join('');
  return createHmac('sha1', authToken)
    .update(url + form)
    .digest('base64');
}

/** A status callback as Twilio posts it, or a forged one. */
export function createCallback(
  account: TwilioAccount,
  { url, messageSid, status }: Callback,
  { errorCode, fault }: CallbackOptions = {},
): Request {
  const parameters: Record<string, string> = {
    AccountSid: fault === 'about-another-account' ? `AC${'9'.repeat(32)}` : account.accountSid,
    ApiVersion: '2010-04-01',
    ...(errorCode !== undefined && { ErrorCode: String(errorCode) }),
    From: account.phoneNumber,
    MessageSid: messageSid,
    MessageStatus: status,
    SmsSid: messageSid,
    SmsStatus: status,
    To: '+14155550100',
  };
  const signature = signatureFor(account, url, parameters, fault);
  const { body, type } = bodyFor(parameters, fault);
  const headers = { 'content-type': type, ...(signature !== undefined && { 'x-twilio-signature': signature }) };
  return new Request(url, { method: 'POST', headers, body });
}

function signatureFor(
  { authToken }: TwilioAccount,
  url: string,
  parameters: Readonly<Record<string, string>>,
  fault: CallbackFault | undefined,
): string | undefined {
  const signature = signCallback(authToken, url, parameters);
  switch (fault) {
    case 'unsigned':
      return undefined;
    case 'signature-empty':
      return '';
    case 'signature-of-another-account':
      return signCallback('the token of another account', url, parameters);
    case 'signature-of-another-url':
      return signCallback(authToken, 'https://other.example.com/status', parameters);
    case 'signature-truncated':
      return signature.slice(0, 14);
    default:
      return signature;
  }
}

function bodyFor(
  parameters: Readonly<Record<string, string>>,
  fault: CallbackFault | undefined,
): { body: string; type: string } {
  if (fault === 'not-a-form') return { body: JSON.stringify(parameters), type: 'application/json' };
  const form = new URLSearchParams({ ...parameters });
  const { ApiVersion = '', ErrorCode = '' } = parameters;
  switch (fault) {
    case 'status-altered':
      form.set('MessageStatus', 'delivered');
      break;
    case 'parameter-added':
      form.set('ErrorMessage', 'added');
      break;
    case 'parameter-twice':
      form.append('MessageStatus', 'delivered');
      break;
    case 'error-moved-into-name':
      form.delete('ErrorCode');
      form.set(`ErrorCode${ErrorCode}`, '');
      break;
    case 'error-moved-into-value':
      form.delete('ErrorCode');
      form.set('ApiVersion', `${ApiVersion}ErrorCode${ErrorCode}`);
      break;
    case 'gigantic':
      form.set('Padding', 'x'.repeat(200_000));
      break;
    default:
  }
  return { body: form.toString(), type: 'application/x-www-form-urlencoded' };
}
