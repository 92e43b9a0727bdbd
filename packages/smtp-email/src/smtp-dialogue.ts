import type { Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type PeerCertificate } from 'node:tls';
import { maximumReply } from './connection-options.ts';
import { readReply, type SmtpReply } from './failures.ts';

/** The lines of one reply: all but the last have a hyphen after the code (RFC 5321 §4.2.1). */
const wholeReply = /^(?:\d{3}-[^\n]*\n)*(?!\d{3}-)[^\n]*\n/;

export interface DialogueReply extends SmtpReply {
  /** The text of each line. */
  lines: readonly string[];
}

/** What a TLS handshake gave. */
export interface TlsFacts {
  protocol: string;
  certificate: PeerCertificate;
}

/** A conversation with a mail server, command by command: what a diagnosis needs and a client for sending hides. */
export class SmtpDialogue {
  #socket: Socket;
  #received = '';
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  /** @param socket connected */
  constructor(socket: Socket) {
    this.#socket = this.#listen(socket);
  }

  /**
   * Sends a command, if any, and reads one whole reply.
   *
   * @param seconds how long to wait
   */
  async ask(seconds: number, command?: string): Promise<DialogueReply> {
    if (command !== undefined) this.#socket.write(`${command}\r\n`);
    const timer = setTimeout(() => this.#end(failure('ETIMEDOUT', 'No reply in time.')), seconds * 1000);
    try {
      for (;;) {
        const [reply] = wholeReply.exec(this.#received) ?? [];
        if (reply !== undefined) return this.#take(reply);
        if (this.#failure) throw this.#failure;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Encrypts the connection. What came before is forgotten (RFC 3207 §6). */
  encrypt(seconds: number, options: ConnectionOptions): Promise<TlsFacts> {
    this.#socket.removeListener('data', this.#onData).removeListener('close', this.#onClose);
    this.#received = '';
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => secure.destroy(failure('ETIMEDOUT', 'No handshake in time.')), seconds * 1000);
      const secure = connectTls({ ...options, socket: this.#socket }, () => {
        clearTimeout(timer);
        this.#listen(secure);
        resolve({ protocol: secure.getProtocol() ?? 'unknown', certificate: secure.getPeerCertificate() });
      });
      secure.once('error', reject).once('close', () => {
        clearTimeout(timer);
        reject(lost());
      });
      // To destroy the plain socket below a handshake crashes Node.
      this.#socket = secure;
    });
  }

  /** Closes at once. */
  close(): void {
    this.#socket.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#received += chunk.toString('latin1');
    if (this.#received.length > maximumReply) this.#end(failure('EPROTOCOL', 'The reply is too long.'));
    this.#wake?.();
  };

  readonly #onClose = (): void => this.#end(lost());

  #listen(socket: Socket): Socket {
    return socket
      .on('data', this.#onData)
      .on('close', this.#onClose)
      .on('error', (error) => this.#end(error));
  }

  #take(reply: string): DialogueReply {
    this.#received = this.#received.slice(reply.length);
    const text = reply.replace(/\r?\n$/, '');
    return { ...readReply(text), lines: text.split(/\r?\n/).map((line) => line.slice(4)) };
  }

  #end(reason: Error): void {
    this.#failure ??= reason;
    this.#socket.destroy();
    this.#wake?.();
  }
}

function lost(): Error {
  return failure('ECONNECTION', 'The connection was closed.');
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
