import type { Egress, EgressRequest, EgressResponse } from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';
import type { OAuthClient } from '@jackfield/oauth-kit';
import type { ParsedOAuthStandardConfig } from './config.ts';

/**
 * The client, with the errors of its token and revocation endpoints brought into the form of RFC 6749 §5.2 before the
 * engine reads them. Providers also answer with an object that holds a code and a message (Facebook), with a number
 * (Reddit), or with a bare 401, which stands for refused client credentials.
 */
export function withStandardErrors(client: OAuthClient, config: ParsedOAuthStandardConfig): OAuthClient {
  const endpoints = new Set(
    [config.tokenEndpoint, config.refreshEndpoint, config.revocationEndpoint]
      .filter((endpoint) => endpoint !== undefined)
      .map((endpoint) => new URL(endpoint).href),
  );
  const { egress } = client.runtime;
  const standard: Egress = {
    request: async (request) => {
      const answer = await egress.request(request);
      return isFor(endpoints, request) ? toStandard(answer, config.tokenErrors) : answer;
    },
    json: async (request, guard) => egress.json(request, guard),
    resolve: async (host, port) => egress.resolve(host, port),
    fingerprint: egress.fingerprint,
    viaProxy: egress.viaProxy,
  };
  return { ...client, runtime: { ...client.runtime, egress: standard } };
}

function isFor(endpoints: ReadonlySet<string>, { url }: EgressRequest): boolean {
  return endpoints.has(new URL(url).href);
}

interface TokenError {
  code: string;
  description: unknown;
}

function toStandard(answer: EgressResponse, meanings: Readonly<Record<string, string>> = {}): EgressResponse {
  const { status } = answer;
  if (status === 429 || status >= 500) return answer;
  const found = readError(answer);
  if (!found && status !== 401) return answer;
  const { code, description } = found ?? { code: '', description: undefined };
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  const isNumber = code === '' || /^\d+$/.test(code);
  const error = meaning ?? (status === 401 && isNumber ? 'invalid_client' : code);
  const words = [error === code ? '' : code, typeof description === 'string' ? description : ''].filter(Boolean);
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'application/json' },
    body: new TextEncoder().encode(
      JSON.stringify({ error, ...(words.length > 0 && { error_description: words.join(': ') }) }),
    ),
  };
}

function readError({ headers, body }: EgressResponse): TokenError | undefined {
  const answer = readBody(headers, body);
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined;
  const { error } = answer;
  const description =
    'error_description' in answer ? answer.error_description : 'message' in answer ? answer.message : undefined;
  if (typeof error === 'string' && error !== '') return { code: error, description };
  if (typeof error === 'number' && error !== 0) return { code: String(error), description };
  if (typeof error !== 'object' || error === null) return undefined;
  const code = 'code' in error ? error.code : 'type' in error ? error.type : 'status' in error ? error.status : '';
  const known = typeof code === 'string' || typeof code === 'number';
  return { code: known ? String(code) : 'unknown', description: 'message' in error ? error.message : undefined };
}

function readBody(headers: EgressResponse['headers'], body: Uint8Array): unknown {
  if (headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)));
  }
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
