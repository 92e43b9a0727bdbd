import { readFile } from 'node:fs/promises';
import { getConnInfo } from '@hono/node-server/conninfo';
import { ConnectorError, errorCodes, type Runtime } from '@jackfield/connector-kit';
import { createSealedSessions } from '@jackfield/oauth-kit';
import { createOidcStandard, type OidcStandardConfig } from '@jackfield/oidc-standard';
import { createSmtpEmail, type SmtpEmailConfig } from '@jackfield/smtp-email';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { createCodes } from './codes.ts';
import { ExpiringMap } from './expiring-map.ts';
import { htmlOf, type Mail } from './mailbox.ts';
import { createPage, type Problem } from './page.ts';
import { createPeople } from './people.ts';
import { languagesOf, returnPath, textField } from './request.ts';
import { protect } from './security.ts';
import { createSessions } from './sessions.ts';

export interface AppSettings {
  /** Where browsers reach the server, such as `https://app.example.com`. Never read from a request. */
  origin: string;
  oidc: OidcStandardConfig;
  smtp: SmtpEmailConfig;
  /** At least 32 random characters, the same in every process of the server. */
  cookieSecret: string;
  runtime: Runtime;
  /** What the demonstration's mail server has received. */
  mails: () => readonly Mail[];
  /** For operators; gets no secrets, but addresses of people. */
  log: (line: string) => void;
}

/** The application: sign in, confirm an e-mail address with a code, sign out. */
export async function createApp({ origin, runtime, ...settings }: AppSettings): Promise<Hono> {
  const now = () => runtime.clock.now();
  const isSecure = origin.startsWith('https:');
  const oidc = await createOidcStandard({ config: settings.oidc, runtime });
  const email = await createSmtpEmail({ config: settings.smtp, runtime });
  const page = await createPage();
  const style = await readFile(new URL('style.css', import.meta.url), 'utf8');

  const people = createPeople();
  const sessions = createSessions(isSecure, now);
  const codes = createCodes(now);
  const usedSignIns = new ExpiringMap<true>(10 * 60_000, now);
  const signIns = createSealedSessions({
    secrets: [settings.cookieSecret],
    allowInsecureHttp: !isSecure,
    markUsed(key) {
      const isFirst = !usedSignIns.get(key);
      usedSignIns.set(key, true);
      return isFirst;
    },
  });

  const app = new Hono();
  protect(app, origin, new URL(settings.oidc.issuer).origin);

  const show = (c: Context, problem?: Problem, address?: string) =>
    page({ session: sessions.find(c), mails: settings.mails(), languages: languagesOf(c), problem, address });

  app.get('/', (c) => c.html(show(c)));
  app.get('/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));

  app.post('/sign-in', async (c) => {
    const returnTo = returnPath(await textField(c, 'returnTo'));
    const store = signIns.store(c.req.raw, headersOf(c));
    const uri = await oidc.getAuthorizationUri(
      { redirectUri: `${origin}/callback`, prompt: 'select_account', uiLocales: languagesOf(c) },
      (session) => store({ ...session, returnTo }),
    );
    return c.redirect(uri, 303);
  });

  app.get('/callback', async (c) => {
    const take = signIns.take(c.req.raw, headersOf(c));
    let returnTo: unknown;
    const user = await oidc.getUserInfo(c.req.raw, async (state) => {
      const session = await take(state);
      returnTo = session?.returnTo;
      return session;
    });
    sessions.start(c, people.signedIn(user));
    return c.redirect(returnPath(returnTo), 303);
  });

  app.post('/sign-out', (c) => {
    sessions.end(c);
    return c.redirect('/', 303);
  });

  app.post('/codes', async (c) => {
    const address = await textField(c, 'address');
    const ip = getConnInfo(c).remote.address ?? '';
    codes.admit(ip);
    const session = sessions.find(c) ?? sessions.start(c);
    session.code = undefined;
    const code = codes.issue(session.id, address);
    if (code !== undefined) {
      await email.sendMessage({ to: address, type: 'Generic', payload: { code, uiLocales: languagesOf(c) }, ip });
    }
    session.code = { address, state: 'sent' };
    return c.redirect('/#code', 303);
  });

  app.post('/codes/verify', async (c) => {
    const code = (await textField(c, 'code')).replaceAll(/\s/g, '');
    const session = sessions.find(c);
    if (session?.code) {
      const { address } = session.code;
      session.code = { address, state: codes.verify(session.id, address, code) };
      if (session.code.state === 'verified') session.person?.confirmed.add(address);
    }
    return c.redirect('/#code', 303);
  });

  app.get('/mails/:number', (c) => {
    const mail = settings.mails()[Number(c.req.param('number'))];
    return mail ? htmlOf(c, mail) : c.notFound();
  });

  app.notFound((c) => c.html(show(c, { message: 'There is no such page.' }), 404));

  app.onError(async (error, c) => {
    if (error instanceof HTTPException) return c.html(show(c, { message: error.message }), error.status);
    if (!ConnectorError.isInstance(error)) {
      settings.log(`Failed: ${error.stack}`);
      return c.html(show(c, { message: 'Something went wrong on our side.' }), 500);
    }
    const { code, message, hint, details, retryAfter } = error;
    settings.log(`${code}: ${hint ?? message} ${details ? JSON.stringify(details) : ''}`);
    if (retryAfter !== undefined) c.header('retry-after', String(retryAfter));
    return c.html(show(c, { message, hint }, await textField(c, 'address')), errorCodes[code].status);
  });

  return app;
}

/** Where the sign-in's cookies go. */
const headersOf = (c: Context) => ({
  append: (name: string, value: string) => c.header(name, value, { append: true }),
});
