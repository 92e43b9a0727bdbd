import type { EgressResponse } from '@jackfield/connector-kit';
import type { OAuthClient } from './settings.ts';

/** What `oauth4webapi` hands to its `customFetch`. */
interface FetchOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: URLSearchParams | string | ReadableStream | Uint8Array | ArrayBuffer | null | undefined;
}

/**
 * A `customFetch` over the outbound policy. `inspect` sees the raw answer first: it throws for one that is an error, and
 * turns the others into what the library reads.
 */
export function providerFetch(
  { runtime, settings }: OAuthClient,
  inspect: (response: EgressResponse) => Response,
): (url: string, options: FetchOptions) => Promise<Response> {
  return async (url, { method, headers, body }) =>
    inspect(
      await runtime.egress.request({
        url,
        method,
        headers: { ...headers, 'user-agent': 'jackfield', ...settings.headers },
        ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
      }),
    );
}
