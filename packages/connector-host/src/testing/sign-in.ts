import type { Hono } from 'hono';
import type { ConnectorView, CreateConnector } from '../connectors/connectors.ts';
import type { Connectors } from '../connectors/connectors.ts';
import { createConnectors } from '../connectors/create-connectors.ts';
import type { HostContext } from '../context.ts';
import type { SignInOptions } from '../sign-in/parts.ts';
import { signInRoutes } from '../sign-in/routes.ts';
import { createSignIn, type SignIn } from '../sign-in/sign-in.ts';
import { createUsers, type Users } from '../users/users.ts';
import { installed } from './packages.ts';

export const publicUrl = 'https://login.example.test';

/** The sign-in of one process, and its addresses. */
export interface TestSite {
  readonly app: Hono;
  readonly signIn: SignIn;
  readonly users: Users;
  readonly connectors: Connectors;
  add(connector: CreateConnector): Promise<ConnectorView>;
}

export interface TestSiteOptions extends SignInOptions {
  publicUrl?: string;
  returnOrigins?: readonly string[];
  /** Milliseconds. Default: an hour. */
  sessionLifetime?: number;
}

export async function testSite(
  context: HostContext,
  { publicUrl: address = publicUrl, returnOrigins = [], sessionLifetime = 3_600_000, ...options }: TestSiteOptions = {},
): Promise<TestSite> {
  const discovery = await installed(['github', 'oidc-standard', 'oauth-standard']);
  const connectors = await createConnectors(context, discovery);
  const users = createUsers(context, connectors);
  const settings = { publicUrl: address, returnOrigins, sessionLifetime };
  const signIn = createSignIn(context, settings, connectors, users, options);
  return {
    app: signInRoutes({ signIn, connectors, users, settings }),
    signIn,
    users,
    connectors,
    add: async (connector) => (await connectors.create(connector, 'cli')).connector,
  };
}

/** A browser with its cookies; it follows no redirects. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  /** The last `Set-Cookie` headers. */
  readonly lines: string[];
  /** @param address a path, or an address on the site */
  get(address: string | URL, headers?: Record<string, string>): Promise<Response>;
  /** Posts a form from a page of the site. */
  post(address: string | URL, form?: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Posts a form from a page of another site, such as a provider's. */
  postFrom(origin: string, address: string | URL, form: URLSearchParams): Promise<Response>;
  /** A request as the application gets it. */
  request(): Request;
}

export function testBrowser({ app }: Pick<TestSite, 'app'>, address = publicUrl): TestBrowser {
  const cookies = new Map<string, string>();
  const lines: string[] = [];
  const headersOf = (headers: Record<string, string>) => ({
    ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
    ...headers,
  });
  const send = async (to: string | URL, init: RequestInit, headers: Record<string, string>): Promise<Response> => {
    const url = new URL(to, address);
    const response = await app.request(url.href, { ...init, headers: headersOf(headers) });
    lines.splice(0, lines.length, ...response.headers.getSetCookie());
    for (const line of lines) keep(cookies, line);
    return response;
  };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return {
    cookies,
    lines,
    get: (to, headers = {}) => send(to, {}, headers),
    post: (to, fields = {}, headers = {}) =>
      send(
        to,
        { method: 'POST', body: new URLSearchParams(fields).toString() },
        {
          ...form,
          origin: new URL(address).origin,
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
      ),
    postFrom: (origin, to, fields) =>
      send(to, { method: 'POST', body: fields.toString() }, { ...form, origin, 'sec-fetch-site': 'cross-site' }),
    request: () => new Request(address, { headers: headersOf({}) }),
  };
}

/** A whole sign-in. @param provider plays the browser at the provider, and says where it is sent back to */
export async function signInBy(
  browser: TestBrowser,
  connector: string,
  provider: (url: string) => Promise<URL>,
  query = '',
): Promise<Response> {
  return browser.get(await provider(await startAt(browser, connector, query)));
}

/** @returns the address at the provider */
export async function startAt(browser: TestBrowser, connector: string, query = ''): Promise<string> {
  const started = await browser.get(`/sign-in/${connector}${query}`);
  const location = started.headers.get('location');
  if (location === null) throw new Error(`No redirect, but ${started.status}: ${await started.text()}`);
  return location;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
  if (value === '' || /;\s*max-age=0(?:;|$)/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
