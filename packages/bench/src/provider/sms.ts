import { json, refused } from './answer.ts';
import type { Route } from './route.ts';
import { smsAccount } from './world.ts';

const path = `/2010-04-01/Accounts/${smsAccount.accountSid}/Messages`;

const create: Route = ({ form, request }) => {
  if (!request.headers.authorization?.startsWith('Basic ') || !form.get('Body')) return refused;
  const sid = `SM${'c4e19b6d'.repeat(4)}`;
  return json(
    {
      account_sid: smsAccount.accountSid,
      api_version: '2010-04-01',
      body: form.get('Body'),
      date_created: 'Thu, 10 Dec 2026 09:00:00 +0000',
      date_sent: null,
      date_updated: 'Thu, 10 Dec 2026 09:00:00 +0000',
      direction: 'outbound-api',
      error_code: null,
      error_message: null,
      from: form.get('From'),
      messaging_service_sid: null,
      num_media: '0',
      num_segments: '1',
      price: null,
      price_unit: 'USD',
      sid,
      status: 'queued',
      subresource_uris: { media: `${path}/${sid}/Media.json` },
      to: form.get('To'),
      uri: `${path}/${sid}.json`,
    },
    201,
  );
};

/** Twilio's Messages API. */
export const smsRoutes: Readonly<Record<string, Route>> = { [`${path}.json`]: create };
