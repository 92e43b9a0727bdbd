import {
  type Clock,
  ConnectorError,
  type Egress,
  type EgressRequest,
  type EgressResponse,
  type Guard,
} from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';
import { answerError } from './provider-errors.ts';

/** Milliseconds for which a document is fresh when the provider does not say (RFC 9111 §4.2.2). */
const defaultLifetime = 10 * 60_000;
/** Milliseconds after which even a provider's own `max-age` is not believed any more. */
const longestLifetime = 24 * 60 * 60_000;
/** Milliseconds since it was last confirmed for which a document may stand in for one that cannot be fetched. */
const staleIfError = 24 * 60 * 60_000;
/** Milliseconds between two attempts while the provider is down and a stale document stands in. */
const retryInterval = 30_000;

interface Entry<Content> {
  content: Content;
  confirmedAt: number;
  freshUntil: number;
  validators: Record<string, string>;
}

interface DocumentSource<Content> {
  url: string;
  /** What is fetched, for error texts: "discovery document", "key set". */
  label: string;
  guard: Guard<Content>;
  headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * A JSON document fetched by the rules of HTTP caching (RFC 9111): kept for its `max-age` or until `Expires`, revalidated
 * by `ETag` or `Last-Modified`, not kept with `no-store`. One fetch is under way at a time, and while the provider is
 * down the last confirmed one serves on for at most 24 hours. (`must-revalidate` forbids that only in theory: providers
 * send it as a matter of course, and an outage of a key server must not stop every sign-in.)
 */
export class CachedDocument<Content extends object> {
  readonly #source: DocumentSource<Content>;
  #entry: Entry<Content> | undefined;
  #fetching: Promise<Content> | undefined;
  #attemptedAt = Number.NEGATIVE_INFINITY;

  constructor(source: DocumentSource<Content>) {
    this.#source = source;
  }

  /** Milliseconds since the epoch of the last attempt to fetch, whether or not it went well. */
  get attemptedAt(): number {
    return this.#attemptedAt;
  }

  /** The document: at once while the one in memory is fresh. */
  get(egress: Egress, clock: Clock): Content | Promise<Content> {
    const now = clock.now();
    const entry = this.#entry;
    if (entry && now < entry.freshUntil && now >= entry.confirmedAt) return entry.content;
    const failedLately = entry && this.#attemptedAt > entry.confirmedAt && now - this.#attemptedAt < retryInterval;
    if (failedLately && !this.#fetching && now - entry.confirmedAt < staleIfError) return entry.content;
    return this.refresh(egress, clock);
  }

  /** Fetches the document now; joins a fetch that is under way. */
  async refresh(egress: Egress, clock: Clock): Promise<Content> {
    this.#fetching ??= this.#fetch(egress, clock).finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(egress: Egress, clock: Clock): Promise<Content> {
    const now = clock.now();
    this.#attemptedAt = now;
    const previous = this.#entry;
    try {
      const response = await egress.request(this.#request(previous));
      const content = this.#read(response, previous, now);
      const freshUntil = now + lifetime(response.headers);
      const { etag, 'last-modified': lastModified } = response.headers;
      this.#entry = directives(response.headers).has('no-store')
        ? undefined
        : {
            content,
            confirmedAt: now,
            freshUntil,
            validators: {
              ...(previous && response.status === 304 ? previous.validators : {}),
              ...(etag === undefined ? {} : { 'if-none-match': etag }),
              ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
            },
          };
      return content;
    } catch (error) {
      if (previous && isOutage(error) && now - previous.confirmedAt < staleIfError) return previous.content;
      throw error;
    }
  }

  #request(previous: Entry<Content> | undefined): EgressRequest {
    return {
      url: this.#source.url,
      headers: { accept: 'application/json', ...this.#source.headers, ...previous?.validators },
    };
  }

  #read(response: EgressResponse, previous: Entry<Content> | undefined, now: number): Content {
    const { label, guard, url } = this.#source;
    if (response.status === 304 && previous) return previous.content;
    if (response.status !== 200) throw answerError(response, { label: `The ${label}`, url, now });
    const parsed = guard.safeParse(parseBody(response, label));
    if (parsed.success) return parsed.data;
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the document itself');
    throw new ConnectorError('invalid_response', {
      hint: `The ${label} of ${new URL(url).host} lacks or has wrong: ${[...new Set(fields)].slice(0, 8).join(', ')}.`,
    });
  }
}

function parseBody(response: EgressResponse, label: string): unknown {
  try {
    return parseJson(response.body);
  } catch {
    throw new ConnectorError('invalid_response', {
      hint: `The ${label} is not JSON. Check the address: it may lead to a web page.`,
    });
  }
}

function isOutage(error: unknown): boolean {
  return (
    ConnectorError.isInstance(error) && (error.code === 'provider_unavailable' || error.code === 'rate_limit_exceeded')
  );
}

function directives(headers: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    (headers['cache-control'] ?? '')
      .toLowerCase()
      .split(',')
      .map((directive) => directive.trim().split('=', 2))
      .map(([name = '', value = '']) => [name, value.replaceAll('"', '')]),
  );
}

/** Milliseconds for which an answer is fresh. */
function lifetime(headers: Readonly<Record<string, string>>): number {
  const control = directives(headers);
  if (control.has('no-store') || control.has('no-cache')) return 0;
  const maxAge = control.get('max-age');
  if (maxAge !== undefined) {
    const seconds = /^\d{1,10}$/.test(maxAge) ? Number(maxAge) : 0;
    const age = /^\d{1,10}$/.test(headers.age ?? '') ? Number(headers.age) : 0;
    return clamp((seconds - age) * 1000);
  }
  if (headers.expires !== undefined) {
    const sent = Date.parse(headers.date ?? '');
    const remaining = Date.parse(headers.expires) - sent;
    return Number.isNaN(remaining) ? 0 : clamp(remaining);
  }
  return defaultLifetime;
}

function clamp(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), longestLifetime);
}
