import { HostError } from '../host-error.ts';

const longest = 2048;

/** Where people may be sent back to. */
export interface ReturnPlaces {
  /** The host's own origin. */
  readonly origin: string;
  /** Other origins, such as `https://app.example.com`. */
  readonly returnOrigins: readonly string[];
}

/**
 * Checks where somebody is to be sent back to: a path of the host's own origin, or an address on an allowed one.
 *
 * Everything that browsers, proxies and servers read in different ways is refused, not repaired: backslashes, control
 * characters and spaces, two slashes at the beginning, user names, and the same in percent-encoding.
 *
 * @param returnTo default: `/`
 * @returns an absolute URL
 * @throws `invalid_request`
 */
export function checkReturnTo(returnTo: string | undefined, { origin, returnOrigins }: ReturnPlaces): string {
  if (returnTo === undefined || returnTo === '') return `${origin}/`;
  if (returnTo.length > longest || /[\\\s\p{Cc}]/u.test(returnTo)) throw refused();
  const isPath = /^\/(?!\/)/.test(returnTo);
  if (!isPath && !/^https?:\/\/[^/]/i.test(returnTo)) throw refused();
  if (!URL.canParse(returnTo, origin)) throw refused();
  const url = new URL(returnTo, origin);
  const isAllowed = isPath ? url.origin === origin : [origin, ...returnOrigins].includes(url.origin);
  if (!isAllowed || url.username !== '' || url.password !== '' || isAmbiguous(url.pathname)) throw refused();
  return url.href;
}

/** A path that somebody behind us may take for another host, or for the end of a header. */
function isAmbiguous(path: string): boolean {
  return /^(?:\/|%2f|%5c){2}/i.test(path) || /%(?:[01][\da-f]|7f|5c)/i.test(path);
}

function refused(): HostError {
  return new HostError('invalid_request', {
    hint: 'The return address must be a path such as /account, or lie on one of the allowed origins (returnOrigins).',
  });
}
