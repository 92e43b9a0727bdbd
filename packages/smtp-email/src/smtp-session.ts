import type { Socket } from 'node:net';
import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { connectionOptions } from './connection-options.ts';
import type { Credentials } from './credentials.ts';
import type { MailLibrary } from './mail-library.ts';
import type { SmtpSettings } from './settings.ts';

export interface Envelope {
  from: string;
  to: string;
}

type Done = (error?: Error | null) => void;

/** One connection to the mail server, open and logged in. One thing at a time happens on it. */
export class SmtpSession {
  readonly #connection: SmtpConnection;
  readonly #socket: Socket;
  #fail: ((error: unknown) => void) | undefined;
  #closed = false;
  #onClose: (() => void) | undefined;
  /** Messages that were tried on this connection. */
  messages = 0;
  /** Whether the last message left completely: then only the server knows what became of it. */
  handedOver = false;

  private constructor(Connection: typeof SmtpConnection, socket: Socket, options: SMTPConnectionOptions) {
    this.#socket = socket;
    this.#connection = new Connection({
      ...options,
      connection: socket,
      logger: { debug: ignore, info: (entry: unknown) => this.#observe(entry) },
    });
    this.#connection.on('error', (error: Error) => this.#fail?.(error));
    this.#connection.once('end', () => {
      this.#closed = true;
      this.#onClose?.();
      const fail = this.#fail;
      // After a 421 the reply itself comes as an error just behind this event.
      queueMicrotask(() => fail?.(Object.assign(new Error('The connection was closed.'), { code: 'ECONNECTION' })));
    });
  }

  /**
   * Greets the server on an open socket, encrypts as the settings say, and logs in.
   *
   * @throws nodemailer's error, or the signal's reason; the socket is closed then
   */
  static async open(
    { Connection, XOAuth2 }: MailLibrary,
    socket: Socket,
    settings: SmtpSettings,
    credentials: Credentials | undefined,
    signal: AbortSignal,
  ): Promise<SmtpSession> {
    const session = new SmtpSession(Connection, socket, connectionOptions(settings));
    try {
      await session.#step(signal, (done) => session.#connection.connect(done));
      if (credentials) await session.#logIn(credentials, XOAuth2, settings, signal);
      return session;
    } catch (error) {
      session.destroy();
      throw error;
    }
  }

  /** Whether it can take another message. */
  get isUsable(): boolean {
    return !this.#closed;
  }

  /**
   * Sends one message.
   *
   * @throws nodemailer's error, or the signal's reason; afterwards {@link handedOver} tells how far it got
   */
  async send(envelope: Envelope, source: Buffer, signal: AbortSignal): Promise<void> {
    this.messages += 1;
    this.handedOver = false;
    const { from, to } = envelope;
    try {
      await this.#step(signal, (done) =>
        this.#connection.send({ from, to: [to], size: source.length }, source, (error) => done(error)),
      );
    } catch (error) {
      if (!this.#closed) await this.#reset(signal);
      throw error;
    }
  }

  /** Waits for the next message: it no longer keeps the process alive. */
  park(onClose: () => void): void {
    this.#onClose = onClose;
    this.#socket.unref();
  }

  /** Ends {@link park}. */
  wake(): void {
    this.#onClose = undefined;
    this.#socket.ref();
  }

  /** Says goodbye and closes; resolves when it is closed. A server that does not answer is left after a second. */
  quit(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      // Whoever waits for the end is not left waiting by a process that ends before: an idle socket does not keep it.
      const timer = setTimeout(() => this.destroy(), 1_000);
      this.#onClose = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#connection.quit();
    });
  }

  /** Closes at once. The plain socket is left alone: to destroy it below a TLS handshake crashes Node. */
  destroy(): void {
    this.#connection.close();
  }

  async #logIn(
    credentials: Credentials,
    XOAuth2: MailLibrary['XOAuth2'],
    settings: SmtpSettings,
    signal: AbortSignal,
  ): Promise<void> {
    if (!this.#connection.secure && !settings.allowCredentialsInClear) throw loginError('EINSECUREAUTH');
    if (!this.#connection.allowsAuth) throw loginError('ENOAUTHOFFERED');
    const { user } = credentials;
    if ('password' in credentials) {
      const auth = { user, pass: credentials.password };
      return this.#step(signal, (done) => this.#connection.login(auth, done));
    }
    const oauth2 = new XOAuth2({ user, accessToken: credentials.accessToken });
    return this.#step(signal, (done) => this.#connection.login({ user, method: 'XOAUTH2', oauth2 }, done));
  }

  /** After a refusal the connection is fine, once the server has forgotten the message. */
  async #reset(signal: AbortSignal): Promise<void> {
    try {
      await this.#step(signal, (done) => this.#connection.reset(done));
    } catch {
      this.destroy();
    }
  }

  /** nodemailer's log is the only place that says when the whole message has left. */
  #observe(entry: unknown): void {
    if (typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'message')
      this.handedOver = true;
  }

  #step(signal: AbortSignal, start: (done: Done) => void): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        if (this.#fail === fail) this.#fail = undefined;
        signal.removeEventListener('abort', onAbort);
      };
      const fail = (error: unknown): void => {
        settle();
        reject(error);
      };
      const onAbort = (): void => {
        fail(signal.reason);
        this.destroy();
      };
      this.#fail = fail;
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) return onAbort();
      start((error) => {
        if (error) return fail(error);
        settle();
        resolve();
      });
    });
  }
}

function ignore(): void {}

function loginError(code: string): Error {
  return Object.assign(new Error('The credentials were not sent.'), { code });
}
