import { ConnectorError } from '@jackfield/connector-kit';

/** One plain address: an unquoted local part and a domain name, both in ASCII. JSON Schema has no flags. */
export const addressPattern =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$/;

/** RFC 5321 §4.5.3.1. */
const maximumLocalPart = 64;
const maximumAddress = 254;

/**
 * Checks that a text is one plain address. Refused: lists and groups, display names, quoted local parts, control
 * characters, look-alikes of `@`, and whatever else a mail system could read as another recipient.
 *
 * @throws `invalid_request_parameters`
 */
export function parseAddress(text: unknown): string {
  const isPlain = typeof text === 'string' && text.length <= maximumAddress && addressPattern.test(text);
  if (isPlain && text.indexOf('@') <= maximumLocalPart) return text;
  throw new ConnectorError('invalid_request_parameters', {
    hint: 'An address must be exactly one, in ASCII, without a name or quotes: ada@example.com.',
  });
}
