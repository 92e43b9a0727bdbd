import { createServer } from 'node:net';
import { listenOnLoopback } from '../loopback.ts';
import { type Certificates, issueCertificates } from '../tls.ts';
import { Mailbox, type ReceivedMail } from './mailbox.ts';
import { rawSessions } from './raw-sessions.ts';
import { createSmtpServer, tlsSettings } from './server-settings.ts';
import type { Login, SessionState } from './sessions.ts';
import { SocketCount } from './socket-count.ts';
import type { SmtpVariant } from './variants.ts';

export interface SmtpServerOptions {
  /** Default: a free one. */
  port?: number;
  /** How the connection is encrypted. Default `starttls`. */
  security?: 'implicit-tls' | 'starttls' | 'none';
  /** Default `required`: mail is taken only after AUTH. */
  authentication?: 'required' | 'none';
  /** Announced SASL mechanisms. Default all three. */
  mechanisms?: readonly ('PLAIN' | 'LOGIN' | 'XOAUTH2')[];
  /** Default `mailer`. */
  user?: string;
  /** Accepted with PLAIN and LOGIN. Default `correct-horse`. */
  password?: string;
  /** Accepted with XOAUTH2. Default `access-token`. */
  accessToken?: string;
  /** Default: new ones. */
  certificates?: Certificates;
}

/** A mail server on 127.0.0.1 that can misbehave in every way of `smtpVariants`. */
export interface FakeSmtpServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly accessToken: string;
  /** PEM; what a client has to trust. */
  readonly ca: string;
  /** Every mail that was taken, oldest first. */
  readonly mails: readonly ReceivedMail[];
  /** Every attempt to log in. */
  readonly logins: readonly Login[];
  /** TCP connections: ever, open now, and open at the same time at most. */
  readonly connections: { readonly total: number; readonly current: number; readonly peak: number };
  /** Behaves like this from the next command or connection on. */
  use(variant: SmtpVariant): void;
  /**
   * The oldest mail that no other call took; waits for one.
   *
   * @param timeout milliseconds, default 5,000; afterwards the promise is rejected
   */
  nextMail(timeout?: number): Promise<ReceivedMail>;
  /** Forgets mails, log-ins and greylisted recipients, and is honest again. */
  reset(): void;
  /** Closes every open connection, as a server does that restarts. */
  dropConnections(): void;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a mail server by `smtp-server` on 127.0.0.1. It is honest until {@link FakeSmtpServer.use} says otherwise. */
export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<FakeSmtpServer> {
  const { security = 'starttls', user = 'mailer', password = 'correct-horse', accessToken = 'access-token' } = options;
  const certificates = options.certificates ?? (await issueCertificates());
  const state: SessionState = {
    variant: 'honest',
    mailbox: new Mailbox(),
    logins: [],
    greylisted: new Set(),
    user,
    password,
    accessToken,
    server: () => smtp,
  };
  const smtp = createSmtpServer(state, { ...options, security, certificates });
  const sockets = new SocketCount();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const rawSession = rawSessions[state.variant];
    if (!rawSession) {
      smtp.server.emit('connection', socket);
      return;
    }
    const { mailbox, logins } = state;
    rawSession(socket, { certificate: certificates, mailbox, recordLogin: (login) => logins.push(login) });
  });
  const use = (variant: SmtpVariant): void => {
    state.variant = variant;
    smtp.updateSecureContext(tlsSettings(variant, certificates));
  };
  const { port, close } = await listenOnLoopback(listener, () => sockets.closeAll(), options.port);
  return {
    host: '127.0.0.1',
    port,
    user,
    password,
    accessToken,
    ca: certificates.ca,
    mails: state.mailbox.mails,
    logins: state.logins,
    connections: sockets,
    use,
    nextMail: (timeout = 5_000) => state.mailbox.next(timeout),
    reset() {
      state.mailbox.clear();
      state.logins.length = 0;
      state.greylisted.clear();
      use('honest');
    },
    dropConnections: () => sockets.closeAll(),
    close,
  };
}
