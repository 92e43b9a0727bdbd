import type { TlsOptions } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import type { Certificates } from '../tls.ts';
import { type SessionState, sessionHandlers } from './sessions.ts';
import type { SmtpVariant } from './variants.ts';

interface ServerSettings {
  security: 'implicit-tls' | 'starttls' | 'none';
  authentication?: 'required' | 'none';
  mechanisms?: readonly string[];
  certificates: Certificates;
}

/** The `smtp-server` behind the listener. It never listens itself: sockets are handed to it. */
export function createSmtpServer(
  state: SessionState,
  { security, authentication = 'required', mechanisms = ['PLAIN', 'LOGIN', 'XOAUTH2'], certificates }: ServerSettings,
): SMTPServer {
  const disabledCommands: string[] = [];
  if (security === 'none') disabledCommands.push('STARTTLS');
  if (authentication === 'none') disabledCommands.push('AUTH');
  const server = new SMTPServer({
    ...tlsSettings('honest', certificates),
    name: 'fake.test',
    secure: security === 'implicit-tls',
    authMethods: [...mechanisms],
    allowInsecureAuth: true,
    disabledCommands,
    disableReverseLookup: true,
    maxAllowedUnauthenticatedCommands: false,
    size: 10 * 1024 * 1024,
    logger: false,
    ...sessionHandlers(state),
  });
  // Clients that break the connection or refuse the certificate are what the tests are about.
  server.on('error', () => undefined);
  return server;
}

/** The certificate and protocol versions that a variant shows. */
export function tlsSettings(variant: SmtpVariant, certificates: Certificates): TlsOptions {
  const { key, cert, expired, selfSigned, wrongHost } = certificates;
  const modern = { key, cert, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', ciphers: undefined } as const;
  if (variant === 'certificate-expired') return { ...modern, ...expired };
  if (variant === 'certificate-self-signed') return { ...modern, ...selfSigned };
  if (variant === 'certificate-wrong-host') return { ...modern, ...wrongHost };
  // OpenSSL 3 speaks TLS 1.1 only at security level 0.
  if (variant === 'old-tls') {
    return { ...modern, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  }
  return modern;
}
