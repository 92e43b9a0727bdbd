import type { FakeLogto } from '../logto/index.ts';

export interface LogtoAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** Asks for a token; `form` overrides what is sent. */
export async function askForToken(logto: FakeLogto, form: Readonly<Record<string, string>> = {}): Promise<LogtoAnswer> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    resource: logto.resource,
    scope: 'all',
    client_id: logto.clientId,
    client_secret: logto.clientSecret,
    ...form,
  });
  return answerOf(await fetch(logto.tokenUrl, { method: 'POST', body }));
}

/** A client with a token of its own. */
export interface LogtoClient {
  token: string;
  call(method: string, path: string, body?: unknown): Promise<LogtoAnswer>;
  get(path: string): Promise<LogtoAnswer>;
  /** Counts pages until one is empty, or there were `limit` of them. @returns every row */
  walk(path: string, limit?: number): Promise<Record<string, unknown>[]>;
}

export async function logtoClient(logto: FakeLogto): Promise<LogtoClient> {
  const token = String(objectOf((await askForToken(logto)).text).access_token);
  const call: LogtoClient['call'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${logto.baseUrl}/api${path}`;
    return answerOf(
      await fetch(url, { method, headers, redirect: 'manual', ...(body ? { body: JSON.stringify(body) } : {}) }),
    );
  };
  const get: LogtoClient['get'] = (path) => call('GET', path);
  return {
    token,
    call,
    get,
    async walk(path, limit = 200) {
      const rows: Record<string, unknown>[] = [];
      for (let page = 1; page <= limit; page += 1) {
        const found = rowsOf((await get(`${path}?page=${page}&page_size=100`)).text);
        if (found.length === 0) break;
        rows.push(...found);
      }
      return rows;
    },
  };
}

async function answerOf(response: Response): Promise<LogtoAnswer> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export function objectOf(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('Not a JSON object.');
  return { ...value };
}

export function rowsOf(text: string): Record<string, unknown>[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new TypeError('Not a JSON list.');
  return value.map((row: unknown) => (typeof row === 'object' ? { ...row } : { row }));
}

export const idsOf = (rows: readonly Record<string, unknown>[]): string[] => rows.map(({ id }) => String(id));
