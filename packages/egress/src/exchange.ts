import type { ConnectorError, EgressResponse } from '@jackfield/connector-kit';
import type { ClientRequest } from 'node:http';
import { readAnswer } from './answer.ts';
import { aborted, badResponse, exchangeFailed, type Subject, timedOut } from './failures.ts';
import { wrong } from './request-head.ts';

/** One request, checked and ready to be sent. */
export interface Call {
  readonly subject: Subject;
  /** Opens the request; if `isFresh`, on a connection that was never used before and will not be again. */
  readonly open: (isFresh: boolean) => ClientRequest;
  readonly body: string | Uint8Array | undefined;
  /** Milliseconds for everything. */
  readonly timeout: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Ends a running exchange with an error. */
export type Cancel = (error: ConnectorError) => void;

/** Methods that may be sent twice without doing anything twice. Token requests, POST, may not: codes are single-use. */
const repeatable = new Set(['GET', 'HEAD']);

/**
 * Sends a request and reads the answer.
 *
 * @param running holds how to cancel this exchange while it runs
 */
export function exchange(call: Call, running: Set<Cancel>): Promise<EgressResponse> {
  const { subject, timeout, signal } = call;
  return new Promise((resolve, reject) => {
    let current: ClientRequest | undefined;
    const end = (): void => {
      clearTimeout(timer);
      running.delete(fail);
      signal?.removeEventListener('abort', abort);
    };
    const fail = (error: ConnectorError): void => {
      end();
      reject(error);
      current?.destroy();
    };
    const done = (response: EgressResponse): void => {
      end();
      resolve(response);
    };
    const abort = (): void => fail(aborted(subject, signal?.reason));
    const timer = setTimeout(() => fail(timedOut(subject, timeout)), timeout);
    running.add(fail);
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });

    const send = (isFresh: boolean): void => {
      const request = openChecked(call, isFresh);
      current = request;
      let isAnswered = false;
      request.on('response', (message) => {
        isAnswered = true;
        readAnswer(message, { subject, maxBytes: call.maxBytes, done, fail });
      });
      request.on('upgrade', (_message, socket) => {
        socket.destroy();
        fail(badResponse(subject, 'changed to another protocol, which was not asked for'));
      });
      request.on('error', (error) => {
        const wasStale = request.reusedSocket && !isAnswered && isLost(error);
        if (wasStale && running.has(fail) && repeatable.has(subject.method)) trySend(true);
        else fail(exchangeFailed(error, subject));
      });
      // Node frames the body of a DELETE only when it is told its length; that of a POST, it counts itself.
      if (call.body !== undefined && subject.method !== 'POST')
        request.setHeader('content-length', Buffer.byteLength(call.body));
      request.end(call.body);
    };
    const trySend = (isFresh: boolean): void => {
      try {
        send(isFresh);
      } catch (error) {
        fail(exchangeFailed(error, subject));
      }
    };
    trySend(false);
  });
}

/** Whether the other side had closed the connection. */
function isLost({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** Node throws at once for what cannot be sent, with the value in its message. */
function openChecked(call: Call, isFresh: boolean): ClientRequest {
  try {
    return call.open(isFresh);
  } catch (cause) {
    throw wrong('A header or the path of the request holds characters that cannot be sent.', cause);
  }
}
