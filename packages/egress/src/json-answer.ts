import type { EgressJson, EgressResponse, Guard } from '@jackfield/connector-kit';
import { badResponse, failure, type Subject } from './failures.ts';
import { isJson } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import { retryAfterSeconds } from './retry-after.ts';

/**
 * The JSON of an answer, checked by `guard`. When it does not fit and the status says why, that is what is reported:
 * 429 as `rate_limit_exceeded`, 5xx as `provider_unavailable`.
 *
 * @throws `invalid_response`, `rate_limit_exceeded`, `provider_unavailable`
 */
export function readJson<Output>(
  { status, headers, body }: EgressResponse,
  guard: Guard<Output>,
  subject: Subject,
): EgressJson<Output> {
  try {
    if (!isJson(headers['content-type'])) throw badResponse(subject, 'did not answer with JSON in UTF-8', status);
    return { status, headers, data: checked(parseJson(body), guard, subject, status) };
  } catch (error) {
    if (status !== 429 && status < 500) throw error;
    const code = status === 429 ? 'rate_limit_exceeded' : 'provider_unavailable';
    const retryAfter = retryAfterSeconds(headers['retry-after'], Date.now());
    throw failure(code, subject, `answered with HTTP status ${status}`, { status }, retryAfter);
  }
}

function checked<Output>(value: unknown, guard: Guard<Output>, subject: Subject, status: number): Output {
  const result = guard.safeParse(value);
  if (result.success) return result.data;
  const fields = new Set(result.error.issues.map(({ path }) => fieldName(path)));
  throw badResponse(subject, `answered JSON that does not fit: ${[...fields].slice(0, 10).join(', ')}`, status);
}

/** A field's path; keys that the provider made up are not repeated. */
function fieldName(path: readonly PropertyKey[]): string {
  const names = path.map((part) => (/^\w{1,40}$/.test(String(part)) ? String(part) : '(another key)'));
  return names.join('.') || 'the body as a whole';
}
