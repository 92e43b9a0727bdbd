import type { SentMessage, TwilioAccount } from './state.ts';

/** Resources as the API shows them; their shapes are checked against Twilio's published description. */

const apiDate = (): string => new Date().toUTCString().replace('GMT', '+0000');

export function messageResource(message: SentMessage, { accountSid }: TwilioAccount): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  const isService = message.messagingServiceSid !== undefined;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: apiDate(),
    date_sent: null,
    date_updated: apiDate(),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: message.from ?? null,
    messaging_service_sid: message.messagingServiceSid ?? null,
    num_media: '0',
    num_segments: isService ? '0' : '1',
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: isService ? 'accepted' : 'queued',
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

export function accountResource(
  { accountSid, authToken }: TwilioAccount,
  { status, type }: { status: 'active' | 'suspended'; type: 'Full' | 'Trial' },
): Record<string, unknown> {
  return {
    auth_token: authToken,
    date_created: apiDate(),
    date_updated: apiDate(),
    friendly_name: 'Test account',
    owner_account_sid: accountSid,
    sid: accountSid,
    status,
    subresource_uris: {},
    type,
    uri: `/2010-04-01/Accounts/${accountSid}.json`,
  };
}

export function phoneNumberResource({ accountSid, phoneNumber }: TwilioAccount, sms: boolean): Record<string, unknown> {
  const sid = `PN${'1'.repeat(32)}`;
  return {
    account_sid: accountSid,
    address_requirements: 'none',
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice: true, sms, mms: false, fax: false },
    date_created: apiDate(),
    date_updated: apiDate(),
    friendly_name: 'Test number',
    origin: 'twilio',
    phone_number: phoneNumber,
    sid,
    status: 'in-use',
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
  };
}

export function shortCodeResource({ accountSid, shortCode }: TwilioAccount): Record<string, unknown> {
  const sid = `SC${'1'.repeat(32)}`;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    date_created: apiDate(),
    date_updated: apiDate(),
    friendly_name: shortCode,
    short_code: shortCode,
    sid,
    uri: `/2010-04-01/Accounts/${accountSid}/SMS/ShortCodes/${sid}.json`,
  };
}

export function serviceResource({ accountSid, messagingServiceSid }: TwilioAccount): Record<string, unknown> {
  const url = `https://messaging.twilio.com/v1/Services/${messagingServiceSid}`;
  return {
    account_sid: accountSid,
    date_created: new Date().toISOString(),
    date_updated: new Date().toISOString(),
    friendly_name: 'Test service',
    links: { phone_numbers: `${url}/PhoneNumbers` },
    sid: messagingServiceSid,
    smart_encoding: true,
    sticky_sender: true,
    url,
    usecase: 'verification',
    validity_period: 36_000,
  };
}

/** A number in a messaging service's pool. */
export function pooledNumberResource({ accountSid, messagingServiceSid, phoneNumber }: TwilioAccount) {
  return {
    account_sid: accountSid,
    capabilities: ['SMS'],
    country_code: 'US',
    date_created: new Date().toISOString(),
    date_updated: new Date().toISOString(),
    phone_number: phoneNumber,
    service_sid: messagingServiceSid,
    sid: `PN${'1'.repeat(32)}`,
    url: `https://messaging.twilio.com/v1/Services/${messagingServiceSid}/PhoneNumbers/PN${'1'.repeat(32)}`,
  };
}

/** A page of a list under `/2010-04-01`. */
export function listResource(key: string, items: readonly unknown[], uri: string, nextPage: string | null) {
  return {
    [key]: items,
    end: Math.max(0, items.length - 1),
    first_page_uri: uri,
    next_page_uri: nextPage,
    page: 0,
    page_size: 50,
    previous_page_uri: null,
    start: 0,
    uri,
  };
}

/** A page of a list under `/v1`. */
export function metaListResource(key: string, items: readonly unknown[], url: string, nextPage: string | null) {
  const meta = {
    page: 0,
    page_size: 50,
    first_page_url: url,
    previous_page_url: null,
    next_page_url: nextPage,
    key,
    url,
  };
  return { [key]: items, meta };
}

/** The geographic permissions: every country of `known`, enabled or not. */
export function permissionsResource(known: ReadonlyMap<string, string>, enabled: ReadonlySet<string>) {
  const permissions = [...known].map(([country, prefix]) => ({
    country_code: country,
    type: 'country',
    enabled: enabled.has(country),
    prefix,
    message: '',
  }));
  return { permissions };
}
