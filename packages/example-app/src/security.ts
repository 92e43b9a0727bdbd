import type { Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';

/** Bytes; the forms are much smaller. */
const mostBody = 4096;

/**
 * What holds for every answer and every request.
 *
 * @param origin where browsers reach the server, such as `https://app.example.com`
 * @param providers origins of the identity providers: a sign-in form's redirect leads there
 */
export function protect(app: Hono, origin: string, ...providers: readonly string[]): void {
  app.use(
    secureHeaders({
      // An answer may be stricter about itself.
      overwrite: false,
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'https:'],
        frameSrc: ["'self'"],
        formAction: ["'self'", ...providers],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // With `no-referrer`, browsers would send `Origin: null` with forms.
      referrerPolicy: 'same-origin',
      originAgentCluster: false,
      strictTransportSecurity: origin.startsWith('https:'),
    }),
    noStore,
    ownHost(origin),
    ownForms(origin),
    bodyLimit({ maxSize: mostBody, onError: refuse(413, 'This form is too large.') }),
  );
}

const noStore: MiddlewareHandler = async (c, next) => {
  c.header('cache-control', 'no-store');
  await next();
};

/** Nothing is served under another name, so that no other site's name can be pointed at this server (DNS rebinding). */
function ownHost(origin: string): MiddlewareHandler {
  const { host } = new URL(origin);
  return async (c, next) => (c.req.header('host') === host ? next() : c.redirect(`${origin}/`, 302));
}

/** Forms come from our own pages: browsers say so, and other sites cannot lie about it. */
function ownForms(origin: string): MiddlewareHandler {
  return async (c, next) => {
    const isRead = ['GET', 'HEAD'].includes(c.req.method);
    const site = c.req.header('sec-fetch-site') ?? 'same-origin';
    if (!isRead && (c.req.header('origin') !== origin || site !== 'same-origin')) {
      refuse(403, 'This form was not sent from a page of this site.')();
    }
    await next();
  };
}

const refuse = (status: 403 | 413, message: string) => (): never => {
  throw new HTTPException(status, { message });
};
