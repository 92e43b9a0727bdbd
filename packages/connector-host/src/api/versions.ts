import { HostError } from '../host-error.ts';

/** What the header `if-match` is for. */
export const ifMatchHeader = {
  'if-match': 'The `etag` of what is changed: refuses the change when it is another one by now (412).',
};
export const versionHeader = { etag: 'The version, for `if-match`.' };

export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version that a change expects, from `if-match` (RFC 9110 §13.1.1) or the body.
 *
 * @returns `undefined` when any will do
 * @throws `invalid_request` when they differ; `precondition_failed` when no version could ever match
 */
export function expectedVersion(request: Request, inBody?: number): number | undefined {
  const header = request.headers.get('if-match');
  if (header === null || header.trim() === '*') return inBody;
  const version = /^\s*"([1-9]\d{0,14})"\s*$/.exec(header)?.[1];
  // A weak or foreign validator never matches; neither does any of a list, which no client of this API has reason to send.
  if (version === undefined) throw preconditionFailed();
  if (inBody !== undefined && inBody !== Number(version)) {
    throw new HostError('invalid_request', { hint: 'The header if-match and the version in the body differ.' });
  }
  return Number(version);
}

/**
 * Does a change, and answers a lost race as the request has asked: with 412 to a header, with 409 to a body.
 *
 * @throws `precondition_failed`, and what `change` throws
 */
export async function withVersion<Result>(request: Request, change: () => Promise<Result>): Promise<Result> {
  try {
    return await change();
  } catch (error) {
    if (request.headers.has('if-match') && HostError.isInstance(error) && error.code === 'version_conflict') {
      throw preconditionFailed();
    }
    throw error;
  }
}

function preconditionFailed(): HostError {
  return new HostError('precondition_failed', { hint: 'Read it again, and send its new etag in if-match.' });
}
