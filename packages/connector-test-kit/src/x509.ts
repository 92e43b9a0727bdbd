import { type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** What a certificate says, and who vouches for it. */
export interface CertificateContents {
  /** Common name of the subject. */
  subject: string;
  publicKey: KeyObject;
  /** Common name of whoever signs. */
  issuer: string;
  /** ECDSA key on P-256 of whoever signs. */
  issuerKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
  /** Whether it may sign other certificates. */
  authority?: boolean;
  /** DNS names and IPv4 addresses of a server. */
  hosts?: readonly string[];
}

/** Makes an X.509 v3 certificate (RFC 5280), signed with ECDSA and SHA-256, as PEM. */
export function createCertificate(contents: CertificateContents): string {
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    ecdsaWithSha256,
    commonName(contents.issuer),
    sequence(time(contents.notBefore), time(contents.notAfter)),
    commonName(contents.subject),
    contents.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(contents))),
  );
  const signature = sign('sha256', body, contents.issuerKey);
  const der = sequence(body, ecdsaWithSha256, bitString(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function extensions({ authority = false, hosts = [] }: CertificateContents): Buffer[] {
  const usage = authority ? Buffer.of(0x06) : Buffer.of(0x80);
  return [
    criticalExtension('2.5.29.19', authority ? sequence(boolean(true)) : sequence()),
    criticalExtension('2.5.29.15', bitString(usage, authority ? 1 : 7)),
    ...(authority ? [] : [extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1')))]),
    ...(hosts.length > 0 ? [extension('2.5.29.17', sequence(...hosts.map(generalName)))] : []),
  ];
}

function generalName(host: string): Buffer {
  return isIP(host) === 4
    ? element(0x87, Buffer.from(host.split('.').map(Number)))
    : element(0x82, Buffer.from(host, 'ascii'));
}

const commonName = (name: string): Buffer =>
  sequence(element(0x31, sequence(objectIdentifier('2.5.4.3'), element(0x0c, Buffer.from(name)))));
const extension = (id: string, value: Buffer): Buffer => sequence(objectIdentifier(id), element(0x04, value));
const criticalExtension = (id: string, value: Buffer): Buffer =>
  sequence(objectIdentifier(id), boolean(true), element(0x04, value));

// DER, ITU-T X.690: tag, length, contents.

function element(tag: number, contents: Buffer): Buffer {
  const { length } = contents;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), contents]);
  const digits = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | digits.length), digits, contents]);
}

const sequence = (...parts: Buffer[]): Buffer => element(0x30, Buffer.concat(parts));
const explicit = (number: number, contents: Buffer): Buffer => element(0xa0 | number, contents);
const integer = (bigEndian: Buffer): Buffer => element(0x02, bigEndian);
const boolean = (value: boolean): Buffer => element(0x01, Buffer.of(value ? 0xff : 0));
const bitString = (bits: Buffer, unused = 0): Buffer => element(0x03, Buffer.concat([Buffer.of(unused), bits]));
/** UTCTime; RFC 5280 §4.1.2.5 wants it for every year before 2050. */
const time = (date: Date): Buffer =>
  element(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replaceAll(/\D/g, '')}Z`));

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
