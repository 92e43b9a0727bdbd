const noStore = { 'cache-control': 'no-store' };

/** 303: whatever the request was, the browser makes a GET of it. */
export function redirect(location: string, cookies: readonly string[] = []): Response {
  return withCookies(new Response(null, { status: 303, headers: { ...noStore, location } }), cookies);
}

export function json(body: unknown, cookies: readonly string[] = []): Response {
  const headers = { ...noStore, 'content-type': 'application/json', 'x-content-type-options': 'nosniff' };
  return withCookies(new Response(JSON.stringify(body), { headers }), cookies);
}

/** Whether the caller is a program rather than a person at a browser. */
export function wantsJson({ headers }: Request): boolean {
  const accept = headers.get('accept') ?? '';
  return /\bapplication\/(?:problem\+)?json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}
