import { domainOf } from './settings.ts';
import { type Check, pass, skip, type Visit, warn } from './visit.ts';

/** What the configuration shows by itself. The guard has seen to the rest. */
export const settingsChecks: readonly Check[] = [
  { id: 'encryption', title: 'Encryption', run: checkEncryption },
  { id: 'dkim', title: 'DKIM', run: checkDkim },
  { id: 'proxy', title: 'Proxy', run: checkProxy },
];

function checkEncryption({ settings }: Visit) {
  const { security, auth, allowCredentialsInClear } = settings;
  if (security === 'starttls' || security === 'implicit-tls') return pass('The connection is always encrypted.');
  if (allowCredentialsInClear && auth.kind !== 'none') {
    return warn(
      'Password or token may be sent without encryption.',
      'Set `allowCredentialsInClear` to false, and `security` to starttls or implicit-tls.',
    );
  }
  if (security === 'none') {
    return warn('Messages are sent without encryption.', 'Set `security` to starttls or implicit-tls.');
  }
  return warn(
    'Messages are encrypted only when the server offers it; someone on the way can remove the offer.',
    'Set `security` to starttls.',
  );
}

function checkDkim({ settings: { dkim, from } }: Visit) {
  if (!dkim) return skip('Messages are not signed here. Most providers sign them.');
  const sender = domainOf(from.address).toLowerCase();
  const signer = dkim.domain.toLowerCase();
  // RFC 7489 §3.1.1: relaxed alignment.
  if (sender === signer || sender.endsWith(`.${signer}`) || signer.endsWith(`.${sender}`)) {
    return pass('The key can be read, and its domain is the sender’s.');
  }
  return warn(
    'The domain of the signature is not the sender’s, so that it does not count for DMARC.',
    'Set `dkim.domain` to the domain of `from.address`.',
  );
}

function checkProxy({ runtime }: Visit) {
  if (!runtime.egress.viaProxy) return skip('None is set.');
  return warn(
    'The proxy of the outbound policy is for HTTP. Mail is sent to the server directly.',
    'Let the mail server be reached directly, or use a relay that can be.',
  );
}
