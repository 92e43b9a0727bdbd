import { ConnectorError, type Runtime } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { LogtoSettings } from '../settings.ts';
import { AccessToken, requestToken } from './access-token.ts';
import { HttpClient } from './http-client.ts';
import { commonRefusal, refused, roleMissing } from './refusal.ts';
import { type RetryRules, usualDelays } from './retry.ts';

/** Records on a page: the most that Logto gives. */
export const pageSize = 100;

/** How often a request is repeated with a new token; more than once, since others may have renewed it long ago. */
const mostRenewals = 2;

/** A page that repeats some records is still read; one that ignores its size altogether is not. */
const mostRecords = 10 * pageSize;

/** One page of a list. */
export interface Page {
  readonly records: readonly RawRecord[];
  /** `Total-Number`: the length of the whole list. Absent when the header is missing or no sensible number. */
  readonly total: number | undefined;
}

/** What Logto says of something: its id is checked, everything else is kept as it came. */
export type RawRecord = Readonly<Record<string, unknown>> & { readonly id: string };

/** Ids go into paths and into the ids of entitlements. */
const pageGuard = z.array(z.looseObject({ id: z.string().regex(/^[\w-]{1,128}$/) })).max(mostRecords);

/** What a {@link ManagementApi} is made of. */
export interface ManagementApiOptions {
  readonly settings: LogtoSettings;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** Told when Logto limits the rate: milliseconds for which nothing is sent. */
  readonly onPause?: (milliseconds: number) => void;
  /** For tests: shorter delays. */
  readonly delays?: Omit<RetryRules, 'retries'>;
}

/** Reads lists of Logto's Management API. */
export class ManagementApi {
  readonly #http: HttpClient;
  /** Of its own: whoever waits for a token holds a place in the other one. */
  readonly #tokenHttp: HttpClient;
  readonly #options: ManagementApiOptions;
  readonly #token: AccessToken;

  constructor(options: ManagementApiOptions) {
    const { settings, runtime, signal, onPause, delays = usualDelays } = options;
    const { parallel, timeout, retries } = settings;
    this.#options = options;
    const common = { runtime, signal, onPause, timeout, retries, ...delays };
    this.#http = new HttpClient({ ...common, parallel });
    this.#tokenHttp = new HttpClient({ ...common, parallel: 1 });
    this.#token = new AccessToken(() => requestToken(this.#tokenHttp, settings, runtime.clock), runtime.clock);
  }

  /** Requests sent until now, repeated ones and those for tokens included. */
  get requests(): number {
    return this.#http.requests + this.#tokenHttp.requests;
  }

  /**
   * Reads one page.
   *
   * @param path below `/api`: `users`
   * @param page from 1
   * @throws `invalid_config` when the application lacks the right; `invalid_response`, `provider_unavailable`,
   *   `rate_limit_exceeded`, `egress_refused`
   */
  async page(
    path: string,
    page: number,
    search: Readonly<Record<string, string>> = {},
    size = pageSize,
  ): Promise<Page> {
    const query = new URLSearchParams({ ...search, page: String(page), page_size: String(size) });
    const url = `${this.#options.settings.baseUrl}/api/${path}?${query.toString()}`;
    for (let renewals = 0; ; renewals += 1) {
      const token = await this.#token.get();
      try {
        return await this.#read(url, token);
      } catch (error) {
        if (renewals === mostRenewals || !isUnauthorized(error)) throw error;
        this.#token.discard(token);
      }
    }
  }

  async #read(url: string, token: string): Promise<Page> {
    const { settings, runtime } = this.#options;
    const { data, headers } = await this.#http.send({
      method: 'GET',
      url,
      headers: { authorization: `Bearer ${token}` },
      guard: pageGuard,
      refusal: (answer, subject) => {
        const what = meaning(answer.status) ?? commonRefusal(answer.status, subject);
        return refused(answer, subject, what, [token, settings.clientSecret], runtime.clock.now());
      },
    });
    return { records: data, total: totalOf(headers['total-number']) };
  }
}

function isUnauthorized(error: unknown): boolean {
  return ConnectorError.isInstance(error) && error.cause?.status === 401;
}

/** A list longer than this is a lie. */
const longestList = 100_000_000;

function totalOf(header: string | string[] | undefined): number | undefined {
  const number = typeof header === 'string' && /^\d{1,10}$/.test(header) ? Number(header) : undefined;
  return number !== undefined && number <= longestList ? number : undefined;
}

function meaning(status: number): { code: 'invalid_config'; hint: string } | undefined {
  if (status === 401) {
    const hint =
      'Logto refuses the access token that it has just issued. Check resource, and the clock of the Logto server.';
    return { code: 'invalid_config', hint };
  }
  if (status === 403) return { code: 'invalid_config', hint: roleMissing };
  if (status === 404) {
    return {
      code: 'invalid_config',
      hint: 'There is no Management API at baseUrl. Give the Logto endpoint, not the console.',
    };
  }
  return undefined;
}
