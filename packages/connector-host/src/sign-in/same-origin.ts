import { HostError } from '../host-error.ts';

/**
 * Refuses requests that a page of another site has made with the person's cookies. Browsers say where a request comes from,
 * in headers that pages cannot change; one that says nothing is refused too.
 *
 * @throws `cross_site_request`
 */
export function checkSameOrigin({ headers }: Request, origin: string): void {
  const from = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const isOwn = (from === null || from === origin) && (site === null || site === 'same-origin');
  if (isOwn && (from !== null || site !== null)) return;
  throw new HostError('cross_site_request', { hint: 'Send the form from a page of this site, with a browser.' });
}
