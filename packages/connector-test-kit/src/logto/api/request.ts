import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Endpoint, findRoute } from './routes.ts';

/** A request that the fake has received. */
export interface LogtoRequest {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly url: URL;
  /** Ids in the path: `id`, `userId`, `roleId`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly body: string;
  /** Which page of a list, from 1; 1 too where there are no pages. */
  readonly page: number;
  /** How often this very method and URL was asked for since `use` or `reset`, this time included. */
  readonly attempt: number;
  /** How often this endpoint was asked for since `use` or `reset`, this time included. */
  readonly count: number;
}

/** Counts requests: by endpoint, and by method and URL. */
export class RequestCounter {
  readonly #counts = new Map<string, number>();

  /** @returns how often `key` was counted, this time included */
  count(key: string): number {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }

  clear(): void {
    this.#counts.clear();
  }
}

export async function receive(
  incoming: IncomingMessage,
  origin: string,
  counter: RequestCounter,
): Promise<LogtoRequest> {
  const { method = '', headers } = incoming;
  const url = new URL(`${origin}${incoming.url ?? '/'}`);
  const { endpoint, parameters } = findRoute(method, url.pathname);
  const body = await text(incoming);
  return {
    endpoint,
    method,
    url,
    parameters,
    headers,
    body,
    page: Number(url.searchParams.get('page') ?? 1),
    attempt: counter.count(`${method} ${url.pathname}${url.search}`),
    count: counter.count(endpoint),
  };
}
