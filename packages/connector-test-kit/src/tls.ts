import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { createCertificate } from './x509.ts';

/** A private key and its certificate, both PEM: what `https.createServer` and `tls.createServer` take. */
export interface ServerCertificate {
  key: string;
  cert: string;
}

/** A throwaway authority and the certificates of its server, good and bad. `key` and `cert` are the good ones. */
export interface Certificates extends ServerCertificate {
  /** The authority's certificate (PEM): what a client has to trust. */
  ca: string;
  /** Issued by the authority for the right hosts; ended yesterday. */
  expired: ServerCertificate;
  /** For the right hosts; no authority behind it. */
  selfSigned: ServerCertificate;
  /** Issued by the authority, for `wrong-host.test`. */
  wrongHost: ServerCertificate;
}

const newKeys = promisify(generateKeyPair);
const day = 24 * 60 * 60 * 1000;
const authority = 'Jackfield test authority';
const localHosts = ['localhost', '127.0.0.1'];

/**
 * Makes a certificate authority and server certificates, in memory, valid from yesterday for a week. Every call makes new
 * ones.
 *
 * @param options.hosts DNS names and IPv4 addresses; default `localhost` and `127.0.0.1`
 */
export async function issueCertificates({
  hosts = localHosts,
}: { hosts?: readonly string[] } = {}): Promise<Certificates> {
  const [authorityKeys, good, expired, selfSigned, wrongHost] = await Promise.all(
    Array.from({ length: 5 }, () => newKeys('ec', { namedCurve: 'P-256' })),
  );
  if (!authorityKeys || !good || !expired || !selfSigned || !wrongHost) throw new Error('No key was made.');
  const issuerKey = authorityKeys.privateKey;
  return {
    ca: createCertificate({
      ...validFor(7),
      subject: authority,
      publicKey: authorityKeys.publicKey,
      issuer: authority,
      issuerKey,
      authority: true,
    }),
    ...serverCertificate(good, { issuerKey, hosts }),
    expired: serverCertificate(expired, { issuerKey, hosts, days: -1 }),
    selfSigned: serverCertificate(selfSigned, { issuer: hosts[0] ?? '', issuerKey: selfSigned.privateKey, hosts }),
    wrongHost: serverCertificate(wrongHost, { issuerKey, hosts: ['wrong-host.test'] }),
  };
}

function serverCertificate(
  { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject },
  {
    issuer = authority,
    issuerKey,
    hosts,
    days = 7,
  }: { issuer?: string; issuerKey: KeyObject; hosts: readonly string[]; days?: number },
): ServerCertificate {
  const [subject = ''] = hosts;
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: createCertificate({ ...validFor(days), subject, publicKey, issuer, issuerKey, hosts }),
  };
}

/** From yesterday (or, for one that has ended, from a week before its end) until `days` from now. */
function validFor(days: number): { notBefore: Date; notAfter: Date } {
  const notAfter = new Date(Date.now() + days * day);
  return { notBefore: new Date(days > 0 ? Date.now() - day : notAfter.getTime() - 7 * day), notAfter };
}
