import { isIP } from 'node:net';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { ConnectionOptions } from 'node:tls';
import type { SmtpSettings } from './settings.ts';

/** Replies are short; anything longer comes from something that is no mail server. */
export const maximumReply = 64 * 1024;

/** How the server's certificate is checked: always, against `servername` or else the host, from TLS 1.2 up. */
export function tlsOptions({
  host,
  servername,
  ca,
}: Pick<SmtpSettings, 'host' | 'servername' | 'ca'>): ConnectionOptions {
  const name = servername ?? (isIP(host) === 0 ? host.replace(/\.$/, '') : undefined);
  return {
    host,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...(name !== undefined && { servername: name }),
    ...(ca !== undefined && { ca }),
  };
}

/** Everything that nodemailer is told about a connection: these fields, and never the configuration itself. */
export function connectionOptions(settings: SmtpSettings): SMTPConnectionOptions {
  const { host, port, security, clientName, timeouts } = settings;
  return {
    host,
    port,
    secure: security === 'implicit-tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    name: clientName,
    tls: tlsOptions(settings),
    connectionTimeout: timeouts.connection * 1000,
    greetingTimeout: timeouts.greeting * 1000,
    socketTimeout: timeouts.reply * 1000,
    socketCloseTimeout: 0,
    maxResponseSize: maximumReply,
  };
}
