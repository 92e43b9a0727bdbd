import type { Endpoint } from './connector-types.ts';

/** What may stand in a string of code, in Markdown and in JSON alike, without being escaped. */
const plainUrl = /^https:\/\/[\w.-]+(?::\d{1,5})?(?:\/[\w.~%!&()*+,;=:@/-]*)?(?:\?[\w.~%!&()*+,;=:@/?-]*)?$/;

/** Says what is wrong with an address; `undefined` when nothing is. */
export function endpointProblem({ kind }: Endpoint, url: string): string | undefined {
  if (url.length > 500 || !plainUrl.test(url) || !URL.canParse(url)) {
    return 'must be an https address, without a user, spaces, quotes or a fragment: https://id.example.com';
  }
  if (kind !== 'with query' && url.includes('?')) return 'must not have a query';
  if (kind === 'base' && url.includes('//', 'https://'.length)) return 'must not have two slashes in its path';
  return undefined;
}

/** The address as the template takes it. */
export function normalizeEndpoint({ kind }: Endpoint, url: string): string {
  return kind === 'base' ? url.replace(/\/$/, '') : url;
}
