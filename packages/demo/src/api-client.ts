import * as z from 'zod';

const problemGuard = z.looseObject({ detail: z.string(), hint: z.string().optional() });

/** The host's management API, as a program uses it. */
export interface ApiClient {
  /**
   * Calls the API and returns the JSON of its answer.
   *
   * @param path below `/api`
   * @throws an `Error` in the API's own words
   */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/** @param signal ends everything that is under way */
export function createApiClient(origin: string, token: string, signal: AbortSignal): ApiClient {
  return {
    async call(method, path, body) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const response = await fetch(`${origin}/api${path}`, {
        method,
        headers,
        signal,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer: unknown = text === '' ? undefined : JSON.parse(text);
      if (response.ok) return answer;
      const { detail, hint = '' } = problemGuard.parse(answer);
      throw new Error(`${method} ${path}: HTTP ${response.status}, ${detail} ${hint}`.trim());
    },
  };
}
