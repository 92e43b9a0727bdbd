import type * as z from 'zod';
import { HostError } from '../host-error.ts';
import type { Caller } from './caller.ts';
import { parseRequest } from './parse-request.ts';

/** Who may call: anybody, or whoever has a token of that scope. */
export type Access = 'public' | TokenAccess;
export type TokenAccess = 'read' | 'write';

/** What a handler gets: everything checked. */
export interface Call<Query, Body> {
  /** Of the path; each a non-empty text of letters, digits, dots, dashes and underscores. */
  readonly id: string;
  readonly query: Query;
  readonly body: Body;
  /** {@link nobody} where access is `public`. */
  readonly caller: Caller;
  /** Of the client, as limits count it. */
  readonly address: string;
  readonly requestId: string;
  readonly request: Request;
}

/** Who calls a public route: nobody who could do anything else. */
export const nobody: Caller = {
  kind: 'token',
  token: { id: '', name: '', scope: 'read', createdAt: 0, expiresAt: 0 },
  actor: 'nobody',
};

/** What a handler answers: a body in the shape that the route declares, or a whole response for other formats. */
export type Reply<Body> = Response | { readonly body: Body; readonly headers?: Readonly<Record<string, string>> };

interface Answer<Body> {
  readonly status: 200 | 201 | 204;
  readonly description: string;
  /** Absent: there is no body. */
  readonly body?: z.ZodType<Body>;
  /** Default `application/json`. */
  readonly mediaType?: 'application/json' | 'application/x-ndjson' | 'text/html';
  /** Name → what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

interface Definition<Query, Body, Answered> {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/connectors/{id}`. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly access: Access;
  /** What the path's parameter is. */
  readonly parameter?: string;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** Bytes. Default 128 KiB. */
  readonly bodyLimit?: number;
  /** Header → what it does. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly answer: Answer<Answered>;
  /** Codes of the problems that are its own, besides those that every route has. */
  readonly problems?: readonly string[];
  /** Whether browsers may keep the answer and ask whether it still holds; else nothing is kept. */
  readonly isRevalidated?: boolean;
}

/** One operation of the API: what it takes and answers, for the checks, the types and the document alike. */
export interface Route extends Definition<unknown, unknown, unknown> {
  readonly handle: (call: Call<unknown, unknown>) => Promise<Reply<unknown>>;
}

/** Ties a handler to what its route declares, and forgets the types. */
export function route<Query = undefined, Body = undefined, Answered = undefined>(
  definition: Definition<Query, Body, Answered> & {
    readonly handle: (call: Call<Query, Body>) => Promise<Reply<Answered>>;
  },
): Route {
  const { handle, query, body } = definition;
  return {
    ...definition,
    handle: (call) => handle({ ...call, query: parsed(query, call.query, 'query'), body: parsed(body, call.body, '') }),
  };
}

function parsed<Part>(guard: z.ZodType<Part> | undefined, value: unknown, prefix: string): Part {
  if (guard) return parseRequest(guard, value, prefix);
  if (value === undefined || Object.keys(Object(value)).length === 0) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a route without a guard has `undefined` there
    return undefined as Part;
  }
  throw new HostError('invalid_request', { hint: `The request takes no ${prefix || 'body'}.` });
}
