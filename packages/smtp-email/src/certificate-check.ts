import { type Finding, pass, skip, type Visit, warn } from './visit.ts';

const day = 24 * 60 * 60 * 1000;

/** Says which certificate the server showed, and whether it ends soon. The handshake has verified it. */
export function checkCertificate({ tls, runtime }: Visit): Finding {
  if (!tls) return skip('The connection is not encrypted.');
  const { protocol, certificate } = tls;
  const starts = Date.parse(certificate.valid_from);
  const ends = Date.parse(certificate.valid_to);
  const left = ends - runtime.clock.now();
  const name =
    [certificate.subject.CN]
      .flat()
      .join(', ')
      .replaceAll(/[^\w.*, -]/g, '?')
      .slice(0, 100) || 'no name';
  const detail = `${protocol}; the certificate is for ${name} and ends on ${new Date(ends).toISOString().slice(0, 10)}.`;
  // Certificates that last for days are renewed in their last third.
  const isEnding = left < 14 * day && left < (ends - starts) / 4;
  return isEnding ? warn(detail, 'Renew the certificate on the server.') : pass(detail);
}
