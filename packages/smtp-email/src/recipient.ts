import { ConnectorError } from '@jackfield/connector-kit';
import { domainToASCII } from 'node:url';
import { addressPattern, domainPattern, localPartPattern } from './patterns.ts';

/** RFC 5321 §4.5.3.1. */
const maximumLocalPart = 64;
const maximumAddress = 254;

/**
 * Checks that `to` is one plain address, and writes its domain in ASCII.
 *
 * Refused: lists and groups, display names, quoted local parts, address literals, control characters, look-alikes of `@`
 * (the text is normalised by NFKC before it is looked at), and local parts with other than ASCII characters: whether two
 * of those are one mailbox differs from server to server.
 *
 * @throws `invalid_request_parameters`
 */
export function parseRecipient(to: unknown): string {
  if (typeof to !== 'string') throw refused('The recipient must be a string with one e-mail address.');
  const parts = to.split('@');
  const [localPart = '', domain = ''] = parts;
  if (parts.length !== 2 || to.normalize('NFKC').split('@').length !== 2) {
    throw refused('The recipient must be exactly one address, with one @.');
  }
  if (localPart.length > maximumLocalPart || !localPartPattern.test(localPart)) {
    throw refused(
      `The part of the recipient before the @ must be unquoted ASCII of at most ${maximumLocalPart} characters.`,
    );
  }
  const address = `${localPart}@${asciiDomain(domain)}`;
  if (address.length > maximumAddress) throw refused(`The recipient is longer than ${maximumAddress} characters.`);
  return address;
}

/** Letters, marks and digits of any language, hyphens and dots: nothing else may come out of the conversion as a name. */
const internationalDomainPattern = /^[\p{L}\p{M}\p{N}.-]+$/u;

function asciiDomain(domain: string): string {
  const normalized = domain.normalize('NFKC').toLowerCase();
  const ascii = internationalDomainPattern.test(normalized) ? domainToASCII(normalized) : '';
  const topLevel = ascii.slice(ascii.lastIndexOf('.') + 1);
  if (!domainPattern.test(ascii) || !ascii.includes('.') || /^\d+$/.test(topLevel)) {
    throw refused('The part of the recipient after the @ must be a domain name such as example.com.');
  }
  return ascii;
}

/**
 * Checks the reply-to address of a template. The configuration's own is checked by the guard.
 *
 * @throws `invalid_config`
 */
export function parseReplyTo(replyTo: string): string {
  if (replyTo.length <= maximumAddress && addressPattern.test(replyTo)) return replyTo;
  throw new ConnectorError('invalid_config', {
    hint: 'The replyTo of the template must become one plain e-mail address.',
  });
}

function refused(hint: string): ConnectorError {
  return new ConnectorError('invalid_request_parameters', { hint });
}
