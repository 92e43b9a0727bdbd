import PostalMime, { type Email } from 'postal-mime';

/** One mail as the server got it: the parsed message, and how it came. */
export interface ReceivedMail extends Email {
  /** The sender and the recipients of the SMTP envelope. */
  envelope: { from: string; to: readonly string[] };
  /** Whether the connection was encrypted. */
  secure: boolean;
  /** Who had logged in, if anyone. */
  user: string | undefined;
  /** The message's source, one character per byte. */
  raw: string;
}

/** Keeps mails, and hands each to one caller of {@link Mailbox.next}. */
export class Mailbox {
  /** Every mail so far, oldest first. */
  readonly mails: ReceivedMail[] = [];
  readonly #waiting: ((mail: ReceivedMail) => void)[] = [];
  #taken = 0;

  /** Parses a message and keeps it. */
  async add(source: Buffer, origin: Pick<ReceivedMail, 'envelope' | 'secure' | 'user'>): Promise<void> {
    const mail = { ...(await PostalMime.parse(source)), ...origin, raw: source.toString('latin1') };
    this.mails.push(mail);
    const receive = this.#waiting.shift();
    if (!receive) return;
    this.#taken += 1;
    receive(mail);
  }

  /**
   * The oldest mail that nobody took yet; waits for one.
   *
   * @param timeout milliseconds
   */
  next(timeout: number): Promise<ReceivedMail> {
    const mail = this.mails[this.#taken];
    if (mail) {
      this.#taken += 1;
      return Promise.resolve(mail);
    }
    return new Promise((resolve, reject) => {
      const receive = (received: ReceivedMail): void => {
        clearTimeout(timer);
        resolve(received);
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(receive), 1);
        reject(new Error(`No mail arrived within ${timeout} ms.`));
      }, timeout);
      this.#waiting.push(receive);
    });
  }

  /** Forgets every mail. */
  clear(): void {
    this.mails.length = 0;
    this.#taken = 0;
  }
}
