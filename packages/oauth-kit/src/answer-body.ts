import type { EgressResponse, ProviderDetails } from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';

/** The JSON of an answer, whatever its content type says; `undefined` when it is none. */
export function readJson({ body }: Pick<EgressResponse, 'body'>): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

/** JSON, or (GitHub's and Facebook's old form) a URL-encoded form, told apart by the content type. */
export function readJsonOrForm({ headers, body }: Pick<EgressResponse, 'headers' | 'body'>): unknown {
  return headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)))
    : readJson({ body });
}

/**
 * The error that a body carries, whatever the status it came with: `error` is a text (RFC 6749 §5.2, RFC 6750 §3.1), a
 * number (Reddit), or an object with a code and a message (Facebook, Spotify and others).
 *
 * @returns `undefined` when there is no `error`, or an empty one
 */
export function errorIn(body: unknown): ProviderDetails | undefined {
  if (!isObject(body) || isEmpty(body.error)) return undefined;
  const { error } = body;
  return isObject(error)
    ? said(error.code ?? error.type ?? error.status, error.message)
    : said(error, body.error_description ?? body.message);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(error: unknown): boolean {
  return !error || (typeof error === 'object' && Object.keys(error).length === 0);
}

function said(code: unknown, description: unknown): ProviderDetails {
  return {
    ...(typeof code === 'string' || typeof code === 'number' ? { providerCode: String(code) } : {}),
    ...(typeof description === 'string' ? { providerDescription: description } : {}),
  };
}
