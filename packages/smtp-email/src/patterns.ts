/** One DNS label, and names made of them (RFC 1123 §2.1). */
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const domain = `${label}(?:\\.${label})*`;
/** Characters of an unquoted local part (RFC 5322 §3.2.3). */
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

/** A dot-atom local part, as it stands before the `@`. */
export const localPartPattern = new RegExp(`^${atom}(?:\\.${atom})*$`);
/** A host name in ASCII. */
export const domainPattern = new RegExp(`^${domain}$`);
/** One plain address in ASCII: no display name, no quotes, no list. */
export const addressPattern = new RegExp(`^${atom}(?:\\.${atom})*@${domain}$`);
/** A host name, or an IPv4 or IPv6 address without brackets. */
export const hostPattern = new RegExp(`^(?:${domain}\\.?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)$`);
/** One line: no control characters, and none that some software takes for a line break. */
// oxlint-disable-next-line no-control-regex -- to keep them out
export const linePattern = /^[^\u0000-\u001F\u007F-\u009F\u2028\u2029]*$/;
/** PEM certificates, one or more. */
export const certificatePattern = /^\s*-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/;
/** A private key in PEM: PKCS #8 or PKCS #1. */
export const privateKeyPattern =
  /^\s*-----BEGIN (?:RSA )?PRIVATE KEY-----[\s\S]+-----END (?:RSA )?PRIVATE KEY-----\s*$/;

/**
 * Header fields that the connector writes itself, or that steer delivery. Names are compared without regard to case, which
 * JSON Schema cannot say otherwise.
 */
const reservedHeaders = [
  'Arc-*',
  'Authentication-Results',
  'Auto-Submitted',
  'Bcc',
  'Cc',
  'Content-*',
  'Date',
  'Delivered-To',
  'Dkim-*',
  'From',
  'Message-Id',
  'Mime-Version',
  'Received*',
  'Reply-To',
  'Resent-*',
  'Return-Path',
  'Sender',
  'Subject',
  'To',
];

/** A header field's name (RFC 5322 §2.2, without odd characters) that is not reserved. */
export const headerNamePattern = new RegExp(
  `^(?!(?:${reservedHeaders.map(withoutCase).join('|')})$)[A-Za-z][A-Za-z0-9-]{0,75}$`,
);

function withoutCase(name: string): string {
  return name
    .replace('*', '')
    .replaceAll(/[A-Za-z]/g, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`)
    .concat(name.endsWith('*') ? '[A-Za-z0-9-]*' : '');
}
