import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Host, HostError } from '@jackfield/connector-host';
import { ConnectorError } from '@jackfield/connector-kit';
import { addPortraits } from '@jackfield/example-app/demo-people';
import { htmlOf } from '@jackfield/example-app/mailbox';
import { languagesOf, textField } from '@jackfield/example-app/request';
import { protect } from '@jackfield/example-app/security';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Front } from 'jackfield';
import { connectorIds } from './connector-ids.ts';
import { mailsOf, textMessagesOf } from './messages.ts';
import { type CodeStatus, type PageContent, renderPage } from './page.ts';
import type { World } from './world.ts';

/** Ties a code to the browser that has asked for it. */
const cookieName = 'demo-codes';

/** The page at `/`: sign-in buttons, codes, and what the mail servers and the SMS stub have taken. */
export async function createFront(host: Host, world: World, origin: string): Promise<Front> {
  const styles = [import.meta.resolve('@jackfield/example-app/style.css'), new URL('style.css', import.meta.url)];
  const style = (await Promise.all(styles.map((url) => readFile(new URL(url), 'utf8')))).join('\n');
  const addresses = new WeakMap<Request, string>();
  const app = new Hono();
  protect(app, origin, world.provider.issuer, world.oauth.origin, world.github.enterpriseUrl);
  addPortraits(app);

  const show = async (c: Context, content: Partial<PageContent> = {}, status: ContentfulStatusCode = 200) => {
    const page = renderPage({
      session: await host.getSession(c.req.raw),
      // The real Google knows nothing of the one that is set up here.
      connectors: (await host.connectors.listSocial()).filter(({ id }) => id !== connectorIds.google),
      mails: mailsOf(world),
      textMessages: textMessagesOf(world),
      languages: languagesOf(c),
      ...content,
    });
    return c.html(page, status);
  };

  app.get('/', (c) => show(c));
  app.get('/demo/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/mails/:number', (c) => {
    const mail = mailsOf(world)[Number(c.req.param('number'))];
    return mail ? htmlOf(c, mail) : c.notFound();
  });
  app.post('/demo/codes', async (c) => {
    const asked = await askedOf(c);
    await host.codes.send({ ...asked, ip: addresses.get(c.req.raw) ?? '', uiLocales: languagesOf(c) });
    return show(c, { code: { to: asked.to, state: 'sent' } });
  });
  app.post('/demo/verify', async (c) => {
    const asked = await askedOf(c);
    const { state }: Pick<CodeStatus, 'state'> = await host.codes.verify({
      ...asked,
      code: await textField(c, 'code'),
    });
    return show(c, { code: { to: asked.to, state } });
  });
  app.notFound((c) => show(c, { problem: { message: 'There is no such page.' } }, 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return show(c, { problem: { message: error.message } }, error.status);
    if (!ConnectorError.isInstance(error) && !HostError.isInstance(error)) {
      return show(c, { problem: { message: 'Something went wrong on our side.' } }, 500);
    }
    const { message, hint } = error;
    return show(c, { problem: { message, hint } }, statusOf(error.status));
  });

  return (request, remoteAddress) => {
    const { pathname } = new URL(request.url);
    if (pathname !== '/' && !/^\/(?:demo|mails|portraits)\//.test(pathname)) return undefined;
    addresses.set(request, remoteAddress);
    return Promise.resolve(app.fetch(request));
  };
}

/** What a form asks for, and for which browser. */
async function askedOf(c: Context) {
  return { to: await textField(c, 'to'), purpose: 'SignIn', session: browserOf(c) } as const;
}

function browserOf(c: Context): string {
  const known = getCookie(c, cookieName);
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return known;
  const token = randomBytes(32).toString('base64url');
  setCookie(c, cookieName, token, { path: '/demo', httpOnly: true, sameSite: 'Lax' });
  return token;
}

/** The statuses of the errors that a page can show. */
function statusOf(status: number): ContentfulStatusCode {
  const known = [400, 401, 403, 404, 409, 422, 429, 501, 502, 503, 504] as const;
  return known.find((one) => one === status) ?? 500;
}
