import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { HostContext } from '../context.ts';
import { HostError } from '../host-error.ts';
import { checkSameOrigin } from '../sign-in/same-origin.ts';
import { randomId } from '../tokens.ts';
import { type Caller, findCaller, requireWrite } from './caller.ts';
import { countIfPossible, countRequest } from './limits.ts';
import type { OperatorCookie } from './operator-cookie.ts';
import { queryOf } from './parse-request.ts';
import { problemResponse } from './problem.ts';
import { isJson, readJson } from './read-json.ts';
import { nobody, type Reply, type Route } from './route.ts';
import { idGuard } from './schemas.ts';
import { securityHeaders } from './security-headers.ts';

const usualBodyLimit = 128 * 1024;

export interface DispatchOptions {
  readonly context: HostContext;
  readonly cookie: OperatorCookie;
  /** Of the host. */
  readonly origin: string;
  readonly clientAddress: (c: Context) => string;
  /** Milliseconds. */
  readonly bodyTimeout: number;
}

/** What stands before and after every handler. */
export interface Dispatch {
  /** Checks who calls, how often and with what; runs the route's handler; answers. */
  run(c: Context, route: Route): Promise<Response>;
  answer(c: Context, response: Response): Promise<Response>;
  fail(c: Context, error: HostError, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

export function createDispatch({ context, cookie, origin, clientAddress, bodyTimeout }: DispatchOptions): Dispatch {
  const { clock, log, random } = context;

  /** Every answer: with its id, the headers that all have, and a line in the log. */
  const answered = async (
    c: Context,
    work: (requestId: string, setCaller: (caller: Caller) => void) => Promise<Response>,
    problemHeaders?: Readonly<Record<string, string>>,
  ): Promise<Response> => {
    const requestId = randomId(random);
    const start = clock.now();
    let caller: Caller | undefined;
    const response = await work(requestId, (found) => {
      caller = found;
    }).catch((error: unknown) =>
      problemResponse(error, {
        requestId,
        log,
        isOperator: caller !== undefined,
        ...(problemHeaders && { headers: problemHeaders }),
      }),
    );
    for (const [name, value] of Object.entries({ ...securityHeaders, 'x-request-id': requestId })) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    const actor = caller?.actor;
    log('info', 'api.request', {
      requestId,
      method: c.req.method,
      route: routePath(c),
      status: response.status,
      actor,
      milliseconds: clock.now() - start,
    });
    return response;
  };

  const identify = async (request: Request, address: string): Promise<Caller> => {
    const caller = await findCaller(context, cookie, request).catch(refuseAfterCounting(context, address));
    await countIfPossible(context, [['token', caller.token.id]]);
    return caller;
  };

  return {
    run: (c, route) =>
      answered(c, async (requestId, setCaller) => {
        const request = c.req.raw;
        const address = clientAddress(c);
        await countIfPossible(context, [['address', address]]);
        const caller = route.access === 'public' ? nobody : await identify(request, address);
        if (caller !== nobody) setCaller(caller);
        if (caller.kind === 'session') checkCookieCaller(request, origin);
        if (route.access === 'write') requireWrite(caller);
        const call = {
          id: pathId(c, route),
          query: queryOf(request.url),
          body:
            route.method === 'get'
              ? undefined
              : await readJson(request, route.bodyLimit ?? usualBodyLimit, bodyTimeout),
          caller,
          address,
          requestId,
          request,
        };
        const reply = await route.handle(call).catch(refuseAfterCounting(context, address));
        return toResponse(reply, route);
      }),
    answer: (c, response) =>
      answered(c, async () => {
        await countIfPossible(context, [['address', clientAddress(c)]]);
        return response;
      }),
    fail: (c, error, headers) =>
      answered(
        c,
        async () => {
          await countIfPossible(context, [['address', clientAddress(c)]]);
          throw error;
        },
        headers,
      ),
  };
}

/** Whoever guesses at tokens is told to wait, and learns nothing from the answer. */
function refuseAfterCounting(context: HostContext, address: string): (error: unknown) => Promise<never> {
  return async (error) => {
    if (HostError.isInstance(error) && error.code === 'unauthorized')
      await countRequest(context, [['failures', address]]);
    throw error;
  };
}

/** A cookie comes along whoever made the request: a change must come from a page of the host, as no form can send it. */
function checkCookieCaller(request: Request, origin: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  checkSameOrigin(request, origin);
  if (request.method !== 'DELETE' && !isJson(request.headers.get('content-type'))) {
    throw new HostError('unsupported_media_type', { hint: 'Send the header "content-type: application/json".' });
  }
}

function pathId(c: Context, { path }: Route): string {
  if (!path.includes('{')) return '';
  const id = idGuard.safeParse(c.req.param('id'));
  if (id.success) return id.data;
  throw new HostError('not_found', { hint: 'Ids consist of letters, digits, dots, dashes and underscores.' });
}

function toResponse(reply: Reply<unknown>, { answer, isRevalidated }: Route): Response {
  if (reply instanceof Response) return withCaching(reply, isRevalidated);
  const { body, headers } = reply;
  if (body === undefined) return new Response(null, { status: answer.status, headers: { ...headers } });
  const response = new Response(JSON.stringify(body), {
    status: answer.status,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  return withCaching(response, isRevalidated);
}

function withCaching(response: Response, isRevalidated: boolean | undefined): Response {
  if (isRevalidated) response.headers.set('cache-control', 'private, no-cache');
  return response;
}
