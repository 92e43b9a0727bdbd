import type { IncomingMessage, RequestListener } from 'node:http';
import { page, send } from './answer.ts';
import type { TrapServer } from '../trap-server.ts';
import type { Answer } from './variant.ts';

/** What every scripted provider offers to a test. */
export interface ScriptedFake<Endpoint extends string, Request, Variant> {
  /** Where redirects and addresses of hostile variants lead. */
  readonly trap: TrapServer;
  /** Requests per endpoint since the start or the last {@link reset}. */
  readonly calls: Readonly<Record<Endpoint, number>>;
  /** Every request since the start or the last {@link reset}, in order. */
  readonly requests: readonly Request[];
  /** Answers as these variants do, from now on, instead of those before. Without any: honestly. */
  use(...variants: readonly Variant[]): void;
  /** Answers honestly again, and forgets every request, code, token and consent, also at the trap. Keys stay. */
  reset(): void;
  close(): Promise<void>;
}

/** Answers by a script. A script that fails is answered by 500 and its error, so that tests show what is wrong with it. */
export function answerBy(script: (request: IncomingMessage) => Promise<Answer>): RequestListener {
  return async (request, response) => {
    try {
      send(await script(request), response);
    } catch (error) {
      send(page(`The script failed: ${error instanceof Error ? error.message : 'unknown error'}`, 500), response);
    }
  };
}

/**
 * How many requests each endpoint got.
 *
 * @param none every endpoint, with 0
 */
export function countCalls<Endpoint extends string>(
  none: Readonly<Record<Endpoint, number>>,
  requests: readonly { readonly endpoint: NoInfer<Endpoint> }[],
): Record<Endpoint, number> {
  const calls: Record<Endpoint, number> = { ...none };
  for (const { endpoint } of requests) calls[endpoint] += 1;
  return calls;
}
