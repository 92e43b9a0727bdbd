import { readFailure } from './failures.ts';
import type { Envelope, SmtpSession } from './smtp-session.ts';

export interface PoolLimits {
  maxConnections: number;
  maxMessagesPerConnection: number;
  /** Milliseconds. */
  idleTimeout: number;
}

/** How the last message of a delivery failed, and whether it had left. */
export class DeliveryFailure extends Error {
  override readonly cause: unknown;
  readonly handedOver: boolean;

  constructor(cause: unknown, handedOver: boolean) {
    super('The delivery failed.');
    this.cause = cause;
    this.handedOver = handedOver;
  }
}

interface Waiter {
  /** Takes a session, or the right to open one. */
  proceed(session: SmtpSession | undefined): void;
  fail(error: unknown): void;
}

interface IdleSession {
  session: SmtpSession;
  timer: NodeJS.Timeout;
}

/**
 * Connections to one mail server, opened when they are needed and kept for the next message. Callers beyond the limit
 * wait in order. Idle connections keep no process alive.
 */
export class SmtpPool {
  readonly #open: (signal: AbortSignal) => Promise<SmtpSession>;
  readonly #limits: PoolLimits;
  readonly #idle: IdleSession[] = [];
  readonly #waiting: Waiter[] = [];
  /** Connections that are open or being opened. */
  #size = 0;
  #closed = false;
  #onEmpty: (() => void) | undefined;

  constructor(open: (signal: AbortSignal) => Promise<SmtpSession>, limits: PoolLimits) {
    this.#open = open;
    this.#limits = limits;
  }

  /**
   * Delivers one message. A kept connection that the server has closed meanwhile is replaced, as long as nothing of the
   * message has left.
   *
   * @throws {@link DeliveryFailure}
   */
  async deliver(envelope: Envelope, source: Buffer, signal: AbortSignal): Promise<void> {
    for (let replaced = 0; ; replaced += 1) {
      const session = await this.#acquire(signal);
      const isKept = session.messages > 0;
      try {
        await session.send(envelope, source, signal);
        return;
      } catch (error) {
        const isStale = isKept && !session.handedOver && !session.isUsable && !signal.aborted && isLoss(error);
        if (!isStale || replaced >= this.#limits.maxConnections) throw new DeliveryFailure(error, session.handedOver);
      } finally {
        this.#release(session);
      }
    }
  }

  /**
   * Fails whoever waits, closes idle connections now and the others after their message; resolves when all are closed.
   */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiter of this.#waiting.splice(0)) waiter.fail(poolClosed());
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      void session.quit().then(() => this.#passOn());
    }
    if (this.#size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  async #acquire(signal: AbortSignal): Promise<SmtpSession> {
    try {
      return (await this.#takeOrWait(signal)) ?? (await this.#openOne(signal));
    } catch (error) {
      throw new DeliveryFailure(error, false);
    }
  }

  #takeOrWait(signal: AbortSignal): SmtpSession | undefined | Promise<SmtpSession | undefined> {
    if (this.#closed) throw poolClosed();
    const idle = this.#idle.pop();
    if (idle) {
      clearTimeout(idle.timer);
      idle.session.wake();
      return idle.session;
    }
    if (this.#size < this.#limits.maxConnections) {
      this.#size += 1;
      return undefined;
    }
    return this.#wait(signal);
  }

  #wait(signal: AbortSignal): Promise<SmtpSession | undefined> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        proceed(session) {
          signal.removeEventListener('abort', onAbort);
          resolve(session);
        },
        fail(error) {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
    });
  }

  async #openOne(signal: AbortSignal): Promise<SmtpSession> {
    try {
      return await this.#open(signal);
    } catch (error) {
      this.#passOn();
      throw error;
    }
  }

  #release(session: SmtpSession): void {
    const isSpent = session.messages >= this.#limits.maxMessagesPerConnection;
    if (!session.isUsable || isSpent || this.#closed) {
      void session.quit().then(() => this.#passOn());
      return;
    }
    const waiter = this.#waiting.shift();
    if (waiter) waiter.proceed(session);
    else this.#park(session);
  }

  /** A connection is gone: whoever waits longest may open another. */
  #passOn(): void {
    const waiter = this.#waiting.shift();
    if (waiter) waiter.proceed(undefined);
    else this.#size -= 1;
    if (this.#size === 0) this.#onEmpty?.();
  }

  #park(session: SmtpSession): void {
    const timer = setTimeout(() => {
      this.#idle.splice(this.#idle.indexOf(idle), 1);
      void session.quit().then(() => this.#passOn());
    }, this.#limits.idleTimeout);
    timer.unref();
    const idle = { session, timer };
    this.#idle.push(idle);
    session.park(() => {
      clearTimeout(timer);
      this.#idle.splice(this.#idle.indexOf(idle), 1);
      this.#passOn();
    });
  }
}

/** Whether the connection was lost, rather than something refused: 421 announces that, too (RFC 5321 §3.8). */
function isLoss(error: unknown): boolean {
  const { code, reply } = readFailure(error);
  return reply === undefined ? code === 'ECONNECTION' || code === 'ESOCKET' : reply.code === 421;
}

function poolClosed(): Error {
  return Object.assign(new Error('The connection pool was closed.'), { code: 'EPOOLCLOSED' });
}
