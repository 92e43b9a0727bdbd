/** Of what is no page: data and redirects, which no browser shall show, frame, keep or take for something else. */
const ofData: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/**
 * The answer, with the headers that every answer of the host has, where it has none of its own. Pages say for themselves
 * what they may do; so do those of the application (`renderError`).
 *
 * @param isSecure whether browsers reach the host over https
 */
export function harmless(response: Response, isSecure: boolean): Response {
  const isPage = /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
  const headers = new Headers(response.headers);
  const wanted = {
    ...(isPage ? {} : ofData),
    'x-content-type-options': 'nosniff',
    // RFC 6797 §6.1: half a year.
    ...(isSecure && { 'strict-transport-security': 'max-age=15552000' }),
  };
  for (const [name, value] of Object.entries(wanted)) if (!headers.has(name)) headers.set(name, value);
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}
