import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether `signature` is Twilio's for a form that it posts to `url`: HMAC-SHA1, in base64, over the URL followed by every
 * name and value, sorted by name. Compared in constant time.
 *
 * Twilio signs the URL with or without the standard port, so that both are tried.
 *
 * @param url as Twilio was told to call it
 * @param authToken the account's, which is also what an API key's callbacks are signed with
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function isSigned(
  signature: string,
  url: string,
  parameters: ReadonlyMap<string, string>,
  authToken: string,
): boolean {
  const form = [...parameters]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');
  const given = Buffer.from(signature);
  return urlForms(url).some((signedUrl) => {
    const expected = Buffer.from(
      createHmac('sha1', authToken)
        .update(signedUrl + form)
        .digest('base64'),
    );
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** The URL as it is, and the other way of writing it: with the port of https, or without its port. */
function urlForms(url: string): readonly string[] {
  const [, start = '', port, rest = ''] = /^(https:\/\/[^/:]+)(?::(\d+))?(\/.*)$/.exec(url) ?? [];
  return port === undefined ? [url, `${start}:443${rest}`] : [url, start + rest];
}
