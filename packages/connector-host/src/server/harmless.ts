const ofAll: Readonly<Record<string, string>> = { 'x-content-type-options': 'nosniff' };

/** Of what is no page: data and redirects, which no browser shall show, frame, keep or take for something else. */
const ofData: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** For browsers that reach the host over https: RFC 6797 §6.1, half a year. */
const ofSecureOrigins: Readonly<Record<string, string>> = { 'strict-transport-security': 'max-age=15552000' };

/**
 * The answer, with the headers that every answer of the host has, where it has none of its own. Pages say for themselves
 * what they may do; so do those of the application (`renderError`).
 *
 * @param isSecure whether browsers reach the host over https
 */
export function harmless(response: Response, isSecure: boolean): Response {
  const isPage = /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
  const wanted = { ...ofAll, ...(isPage ? {} : ofData), ...(isSecure && ofSecureOrigins) };
  const missing = Object.entries(wanted).filter(([name]) => !response.headers.has(name));
  try {
    return withHeaders(response, missing);
  } catch {
    // The headers of some responses cannot be changed, such as those of `Response.redirect`.
    return withHeaders(new Response(response.body, response), missing);
  }
}

function withHeaders(response: Response, headers: readonly [string, string][]): Response {
  for (const [name, value] of headers) response.headers.set(name, value);
  return response;
}
