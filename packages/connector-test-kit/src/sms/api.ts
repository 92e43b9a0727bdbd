import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type ApiAnswer, refusal, send } from './answers.ts';
import { createMessage } from './messages-endpoint.ts';
import { echo } from './refusals.ts';
import {
  accountResource,
  listResource,
  metaListResource,
  permissionsResource,
  phoneNumberResource,
  pooledNumberResource,
  serviceResource,
  shortCodeResource,
} from './resources.ts';
import { knownCountries, type TwilioState } from './state.ts';

/** Answers a request to one of Twilio's hosts. */
export async function answerRequest(
  state: TwilioState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const login = readLogin(request.headers.authorization);
  const [user = ''] = login.split(':');
  const { method = 'GET', url: path = '/', headers } = request;
  const host = headers.host ?? '';
  state.requests.push({ host, method, path, user, headers });
  if (!isKnown(state, login)) return send(response, refusal(401, 20_003, 'Authenticate'));
  const { accountSid } = state.account;
  const url = new URL(path, `https://${host}`);
  const body = await text(request);
  if (state.variant === 'echoing-refusal') return send(response, echo(login, body || url.search));
  if (method === 'POST' && url.pathname === `/2010-04-01/Accounts/${accountSid}/Messages.json`) {
    return createMessage(state, new URLSearchParams(body), response);
  }
  const isReadable = method === 'GET' && state.variant !== 'restricted-key';
  if (!isReadable) return send(response, refusal(401, 70_051, 'Authorization Failed'));
  const isKey = user === state.account.apiKeySid;
  send(response, read(state, url, isKey) ?? refusal(404, 20_404, 'The requested resource was not found'));
}

/** The resources that can be looked at, by host and path. */
function read(state: TwilioState, url: URL, isKey: boolean): ApiAnswer | undefined {
  const [product = ''] = url.host.split('.');
  const { accountSid, messagingServiceSid } = state.account;
  const account = `/2010-04-01/Accounts/${accountSid}`;
  const service = `/v1/Services/${messagingServiceSid}`;
  switch (`${product}${url.pathname}`) {
    case `api${account}.json`:
      // API keys may not look at the account itself.
      return isKey ? refusal(401, 20_003, 'Authenticate') : readAccount(state);
    case `api${account}/IncomingPhoneNumbers.json`:
      return readNumbers(state, url);
    case `api${account}/SMS/ShortCodes.json`:
      return readShortCodes(state, url);
    case `messaging${service}`:
      return state.variant === 'service-missing' ? undefined : { status: 200, body: serviceResource(state.account) };
    case `messaging${service}/PhoneNumbers`:
      return readPool(state, url, 'phone_numbers');
    case `messaging${service}/ShortCodes`:
      return readPool(state, url, 'short_codes');
    case `messaging${service}/AlphaSenders`:
      return readPool(state, url, 'alpha_senders');
    case 'accounts/v1/Messaging/GeoPermissions':
      return state.variant === 'permissions-withheld'
        ? refusal(401, 20_003, 'Authenticate')
        : { status: 200, body: permissionsResource(knownCountries, state.enabledCountries) };
    default:
      return undefined;
  }
}

function readAccount({ account, variant }: TwilioState): ApiAnswer {
  const status = variant === 'account-suspended' ? 'suspended' : 'active';
  const type = variant === 'trial-account' ? 'Trial' : 'Full';
  return { status: 200, body: accountResource(account, { status, type }) };
}

function readNumbers(state: TwilioState, url: URL): ApiAnswer {
  const { account, variant } = state;
  const wanted = url.searchParams.get('PhoneNumber') ?? account.phoneNumber;
  const isThere = wanted === account.phoneNumber && variant !== 'sender-not-owned' && nextPage(state, url) === null;
  const items = isThere ? [phoneNumberResource(account, variant !== 'sender-not-capable')] : [];
  const uri = url.pathname + url.search;
  return { status: 200, body: listResource('incoming_phone_numbers', items, uri, nextPage(state, url)) };
}

function readShortCodes(state: TwilioState, url: URL): ApiAnswer {
  const { account, variant } = state;
  const isThere = url.searchParams.get('ShortCode') === account.shortCode && variant !== 'sender-not-owned';
  const items = isThere ? [shortCodeResource(account)] : [];
  return { status: 200, body: listResource('short_codes', items, url.pathname + url.search, nextPage(state, url)) };
}

function readPool(state: TwilioState, url: URL, key: string): ApiAnswer {
  const isEmpty = state.variant === 'service-empty' || key !== 'phone_numbers';
  const items = isEmpty ? [] : [pooledNumberResource(state.account)];
  return { status: 200, body: metaListResource(key, items, url.href, nextPage(state, url)) };
}

/** A link that never ends, or that leads elsewhere; `null` when the list is honest. */
function nextPage({ variant }: TwilioState, url: URL): string | null {
  if (variant === 'foreign-next-page') return 'https://evil.test/next';
  if (variant !== 'endless-pages') return null;
  return url.pathname.startsWith('/v1') ? url.href : url.pathname + url.search;
}

function isKnown({ account, variant }: TwilioState, login: string): boolean {
  const { accountSid, authToken, apiKeySid, apiKeySecret } = account;
  const logins = [`${accountSid}:${authToken}`, `${apiKeySid}:${apiKeySecret}`];
  return variant !== 'credentials-refused' && logins.includes(login);
}

/** User name and password of Basic authentication (RFC 7617). */
function readLogin(authorization = ''): string {
  const [scheme = '', credentials = ''] = authorization.split(' ');
  return scheme.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString() : '';
}
