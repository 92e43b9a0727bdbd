import { domainToASCII } from 'node:url';
import { ConnectorError } from '@jackfield/connector-kit';
import { HostError } from '../host-error.ts';
import { mailbox } from '../limits/mailbox.ts';

/** Where a code goes. One mailbox or phone has one spelling, by which it is compared, counted, stored and sent to. */
export type Address =
  | {
      readonly kind: 'email';
      /** In lower case, the domain in ASCII. */
      readonly address: string;
      /** The address without a `+tag`: what limits count. */
      readonly recipient: string;
    }
  | {
      readonly kind: 'phone';
      /** E.164: `+` and digits. */
      readonly address: string;
      readonly recipient: string;
      /** ISO 3166-1. */
      readonly country: string;
      /** The number without its last {@link digitsOfBlock} digits. */
      readonly prefix: string;
    };

/** RFC 5321 §4.5.3.1. */
const longestLocalPart = 64;
const longestAddress = 254;
/** RFC 5322 §3.2.3, unquoted. */
const localPartPattern = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** Letters, marks and digits of any language: nothing else may come out of the conversion as a name. */
const domainPattern = /^[\p{L}\p{M}\p{N}.-]+$/u;
const asciiDomainPattern = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])$/;

/** How people write numbers; ASCII digits only. Whether it is one, the numbering plan says. */
const phonePattern = /^\+[\d ().-]{5,30}$/;
/** Numbers are handed out, and walked through, in blocks of ten thousand. */
const digitsOfBlock = 4;

/**
 * Reads an e-mail address or a phone number.
 *
 * E-mail addresses are folded to lower case and mailed so: the one who is shown to have the mailbox has exactly the
 * address that accounts are found by, also where a mail server tells `Ada@` from `ada@`.
 *
 * @throws `invalid_request` when it is neither; `recipient_refused` (ConnectorError) when no numbering plan has the number
 */
export async function parseAddress(to: string): Promise<Address> {
  return to.normalize('NFKC').includes('@') ? parseEmail(to) : parsePhone(to);
}

function parseEmail(to: string): Address {
  const [localPart = '', domain = '', ...more] = to.split('@');
  const isLocalPart = localPart.length <= longestLocalPart && localPartPattern.test(localPart);
  const local = localPart.toLowerCase();
  const address = `${local}@${asciiDomain(domain)}`;
  if (more.length > 0 || !isLocalPart || address.endsWith('@') || address.length > longestAddress) {
    throw new HostError('invalid_request', {
      hint: 'The e-mail address must be one plain address such as ada@example.com, without a name, quotes or a list.',
    });
  }
  return { kind: 'email', address, recipient: mailbox(address) };
}

/** Empty when it is no domain name. */
function asciiDomain(domain: string): string {
  const normalized = domain.normalize('NFKC').toLowerCase();
  const ascii = domainPattern.test(normalized) ? domainToASCII(normalized) : '';
  return asciiDomainPattern.test(ascii) ? ascii : '';
}

async function parsePhone(to: string): Promise<Address> {
  if (!phonePattern.test(to)) {
    throw new HostError('invalid_request', {
      hint: 'Give an e-mail address, or a phone number with a plus sign and the country code, such as +14155550123.',
    });
  }
  // Loaded at the first number: its tables take longer than everything else here.
  const { parsePhoneNumber } = await import('awesome-phonenumber');
  const parsed = parsePhoneNumber(to.replaceAll(/[^+\d]/g, ''));
  if (!parsed.valid) {
    throw new ConnectorError('recipient_refused', { hint: 'No numbering plan of a country has this number.' });
  }
  const address = parsed.number.e164;
  const prefix = address.slice(0, -digitsOfBlock);
  return { kind: 'phone', address, recipient: address, country: parsed.regionCode, prefix };
}
