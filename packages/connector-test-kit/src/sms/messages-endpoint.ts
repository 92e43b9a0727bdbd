import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type ApiAnswer, refusal, send, sendPage } from './answers.ts';
import { messageRefusal } from './refusals.ts';
import { messageResource } from './resources.ts';
import { countryOf, type SentMessage, type TwilioState } from './state.ts';

/** The parameters of a new message that Twilio's description knows. */
export const messageParameters: ReadonlySet<string> = new Set([
  'To',
  'StatusCallback',
  'ApplicationSid',
  'MaxPrice',
  'ProvideFeedback',
  'Attempt',
  'ValidityPeriod',
  'ForceDelivery',
  'ContentRetention',
  'AddressRetention',
  'SmartEncoded',
  'PersistentAction',
  'TrafficType',
  'ShortenUrls',
  'ScheduleType',
  'SendAt',
  'SendAsMms',
  'ContentVariables',
  'MessageIntent',
  'RiskCheck',
  'From',
  'FallbackFrom',
  'MessagingServiceSid',
  'Body',
  'MediaUrl',
  'ContentSid',
]);

/** Answers `POST /2010-04-01/Accounts/{sid}/Messages.json` as the variant in use does. */
export function createMessage(state: TwilioState, form: URLSearchParams, response: ServerResponse): void {
  const { variant } = state;
  if (variant === 'unavailable-page') return sendPage(response, 503, { 'retry-after': '30' });
  const refused = messageRefusal(variant) ?? findFault(state, form);
  if (refused !== undefined) return send(response, refused);
  if (variant === 'gateway-timeout') return sendPage(response, 504);
  const message = takeMessage(state, form);
  answer(state, messageResource(message, state.account), response);
}

/** What the honest API refuses. */
function findFault({ account, enabledCountries }: TwilioState, form: URLSearchParams): ApiAnswer | undefined {
  const unknown = [...form.keys()].find((name) => !messageParameters.has(name));
  if (unknown !== undefined) return refusal(400, 20_001, 'Unknown parameters');
  const [to, body, from, service] = ['To', 'Body', 'From', 'MessagingServiceSid'].map((name) => form.get(name));
  if (!to) return refusal(400, 21_604, "'To' phone number is required to send a Message");
  if (!body) return refusal(400, 21_602, 'Message body is required');
  if (body.length > 1600) return refusal(400, 21_617, 'The concatenated message body exceeds the 1600 character limit');
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return refusal(400, 21_211, "Invalid 'To' Phone Number");
  if (!enabledCountries.has(countryOf(to) ?? '')) return refusal(400, 21_408, 'Permission has not been enabled');
  if (!from === !service) return refusal(400, 21_603, "A 'From' phone number is required");
  if (service && service !== account.messagingServiceSid) {
    return refusal(404, 21_701, 'The Messaging Service does not exist');
  }
  const isName = from !== null && from !== undefined && /[A-Za-z]/.test(from);
  if (from && !isName && from !== account.phoneNumber && from !== account.shortCode) {
    return refusal(400, 21_660, "Mismatch between the 'From' number and the account");
  }
  if (from && from === to) return refusal(400, 21_266, "'To' and 'From' number cannot be the same");
  return undefined;
}

function takeMessage(state: TwilioState, form: URLSearchParams): SentMessage {
  const parameters = Object.fromEntries(form);
  const message = {
    sid: `SM${randomBytes(16).toString('hex')}`,
    to: parameters.To ?? '',
    body: parameters.Body ?? '',
    ...(parameters.From !== undefined && { from: parameters.From }),
    ...(parameters.MessagingServiceSid !== undefined && { messagingServiceSid: parameters.MessagingServiceSid }),
    parameters,
  };
  state.messages.push(message);
  return message;
}

/** The message was taken: what a sender gets to know of it. */
function answer({ variant }: TwilioState, resource: Record<string, unknown>, response: ServerResponse): void {
  const json = { 'content-type': 'application/json' };
  switch (variant) {
    case 'drop-after-message':
      response.destroy();
      return;
    case 'no-answer':
      return;
    case 'slow-answer':
      return drip(response.writeHead(201, json));
    case 'page-answer':
      return sendPage(response, 200);
    case 'truncated-answer':
      response.writeHead(201, json).end(JSON.stringify(resource).slice(0, 100));
      return;
    case 'empty-answer':
      return send(response, { status: 201, body: null });
    case 'gigantic-answer':
      return send(response, { status: 201, body: { ...resource, body: 'x'.repeat(4_000_000) } });
    case 'answer-without-sid':
      return send(response, { status: 201, body: { ...resource, sid: null } });
    case 'answer-of-another-kind':
      return send(response, { ...refusal(400, 21_211, "Invalid 'To' Phone Number"), status: 200 });
    case 'failed-at-once':
      return send(response, { status: 201, body: { ...resource, status: 'failed', error_code: 30_008 } });
    default:
      return send(response, { status: 201, body: resource });
  }
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}
