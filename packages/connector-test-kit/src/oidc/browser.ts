import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

export interface Page {
  url: URL;
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** Where a redirect leads. */
  location?: URL;
}

/** A browser without a window: keeps cookies, posts forms, and leaves redirects to its user. */
export interface Browser {
  get(url: URL): Promise<Page>;
  post(url: URL, form: Readonly<Record<string, string>>): Promise<Page>;
}

/** Its certificate check is off: the fakes' own browser need not judge the fakes' own certificates. */
export function openBrowser(): Browser {
  const cookies = new Map<string, string>();

  async function visit(url: URL, method: string, form?: string): Promise<Page> {
    const page = await send(url, method, form, [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    for (const line of page.headers['set-cookie'] ?? []) keepCookie(cookies, line);
    return page;
  }

  return {
    get: (url) => visit(url, 'GET'),
    post: (url, form) => visit(url, 'POST', new URLSearchParams(form).toString()),
  };
}

/**
 * Asks for an authorization URL as a browser does.
 *
 * @param sender who answers, for the error
 * @returns where the browser is sent
 */
export async function sentBackFrom(url: URL, sender: string): Promise<URL> {
  const { location, status, body } = await openBrowser().get(url);
  if (location) return location;
  throw new Error(`${sender} did not send the browser back, but answered with status ${status}: ${body}`);
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(/;\s*/);
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
  const expires = attributes.find((attribute) => /^expires=/i.test(attribute))?.slice('expires='.length);
  if (value === '' || (expires !== undefined && Date.parse(expires) < Date.now())) cookies.delete(name);
  else cookies.set(name, value);
}

function send(url: URL, method: string, form: string | undefined, cookie: string): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method,
      agent: false,
      rejectUnauthorized: false,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      const location =
        status >= 300 && status < 400 && headers.location !== undefined
          ? { location: new URL(headers.location, url) }
          : {};
      text(response).then((body) => resolve({ url, status, headers, body, ...location }), reject);
    });
    request.end(form);
  });
}
