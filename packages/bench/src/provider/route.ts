import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import type { SignIns } from './sign-ins.ts';

/** A request that was read to its end. */
export interface Received {
  readonly request: IncomingMessage;
  /** Empty when there is none. */
  readonly form: URLSearchParams;
  readonly signIns: SignIns;
}

export type Route = (received: Received) => Answer;
