import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { acceptedLanguages } from '../accept-language.ts';
import type { Connectors } from '../connectors/connectors.ts';
import { isEmpty } from '../api/read-json.ts';
import { HostError } from '../host-error.ts';
import type { HostSettings } from '../settings.ts';
import type { Users } from '../users/users.ts';
import { readForm } from './form.ts';
import { linkPage, nameOf, type PagePlace, signInPage } from './pages.ts';
import { json, wantsJson } from './responses.ts';
import { checkReturnTo } from './return-url.ts';
import type { SignIn } from './sign-in.ts';

const prompts = new Set(['none', 'login', 'consent', 'select_account']);

/** What the routes are made of. */
export interface SignInRoutesParts {
  readonly signIn: SignIn;
  readonly connectors: Pick<Connectors, 'listSocial'>;
  readonly users: Users;
  readonly settings: Pick<HostSettings, 'returnOrigins'>;
  /**
   * Lets a request start a sign-in, which stores a row, or throws `too_many_requests`; `createStartLimit` makes one.
   * Default: every request may.
   */
  readonly admitStart?: (c: Context) => Promise<void>;
}

/**
 * The addresses of the sign-in, to be mounted at the path of `publicUrl`:
 *
 * - `GET /sign-in` (page, or JSON), `GET /sign-in/:id`, `GET|POST /callback/:id`
 * - `GET /session`, `POST /sign-out`
 * - `GET|POST /link/:token`, for a person whose address an account has
 * - `GET /identities`, `POST /identities/add/:id` (connector), `POST /identities/remove/:id` (identity)
 */
export function signInRoutes({ signIn, connectors, users, settings, admitStart }: SignInRoutesParts): Hono {
  const app = new Hono();
  const { publicUrl } = signIn;
  const { returnOrigins } = settings;
  const place: PagePlace = { base: publicUrl.base, returnOrigins };

  app.get('/sign-in', (c) =>
    signIn.respond(c.req.raw, async () => {
      const returnTo = c.req.query('return_to');
      checkReturnTo(returnTo, { origin: publicUrl.origin, returnOrigins });
      const ways = (await connectors.listSocial()).filter(({ platform }) => platform !== 'Native');
      if (!wantsJson(c.req.raw)) return signInPage(place, ways, { returnTo, languages: languages(c) });
      return json(
        ways.map((live) => ({
          id: live.id,
          target: live.target,
          name: nameOf(live, languages(c)),
          logo: live.logo,
          logoDark: live.logoDark,
          url: `${publicUrl.base}/sign-in/${encodeURIComponent(live.id)}`,
        })),
      );
    }),
  );

  app.use('/sign-in/:id', refuseHead('GET'));
  app.get('/sign-in/:id', (c) =>
    signIn.respond(c.req.raw, async () => {
      await admitStart?.(c);
      const { id } = c.req.param();
      const link = c.req.query('link');
      if (link !== undefined) return signIn.startProof(c.req.raw, id, link);
      return signIn.start(c.req.raw, id, startOptions(c, new URL(c.req.url).searchParams));
    }),
  );

  app.use('/callback/:id', refuseHead('GET, POST'));
  app.on(['GET', 'POST'], '/callback/:id', (c) => signIn.callback(c.req.raw, c.req.param('id')));

  app.get('/session', (c) =>
    signIn.respond(c.req.raw, async () => json({ session: (await signIn.getSession(c.req.raw)) ?? null })),
  );

  app.post('/sign-out', (c) =>
    signIn.respond(c.req.raw, async () => {
      const form = await optionalForm(c);
      const returnTo = form.get('return_to') ?? undefined;
      return signIn.signOut(c.req.raw, {
        ...(returnTo !== undefined && { returnTo }),
        everywhere: form.get('everywhere') === 'true',
      });
    }),
  );

  app.get('/link/:token', (c) =>
    signIn.respond(c.req.raw, async () => {
      const { token } = c.req.param();
      const question = await signIn.question(c.req.raw, token);
      const came = (await connectors.listSocial()).find(({ id }) => id === question.connector);
      const name = nameOf(came ?? { id: question.connector, name: {} }, languages(c));
      if (!wantsJson(c.req.raw)) return linkPage(place, question, { token, name, languages: languages(c) });
      const { email, connector, canLink, ways } = question;
      return json({ email, connector, canLink, ways: ways.map(({ id }) => id) });
    }),
  );

  app.post('/link/:token', (c) =>
    signIn.respond(c.req.raw, async () => {
      const action = (await readForm(c.req.raw)).get('action');
      if (action !== 'link' && action !== 'separate') {
        throw new HostError('invalid_request', { hint: 'The action is "link" or "separate".' });
      }
      return signIn.answer(c.req.raw, c.req.param('token'), action);
    }),
  );

  app.get('/identities', (c) =>
    signIn.respond(c.req.raw, async () => {
      const session = await signIn.getSession(c.req.raw);
      if (!session) throw new HostError('sign_in_required', { hint: 'Sign in first.' });
      return json({ identities: await users.identities(session.user.id) });
    }),
  );

  app.post('/identities/add/:id', (c) =>
    signIn.respond(c.req.raw, async () =>
      signIn.startLink(c.req.raw, c.req.param('id'), startOptions(c, await optionalForm(c))),
    ),
  );

  app.post('/identities/remove/:id', (c) => signIn.unlink(c.req.raw, c.req.param('id')));

  return app;
}

/** For the names of connectors. */
function languages(c: Context): string {
  return c.req.header('accept-language') ?? '';
}

/** What a page may choose from outside: never `login_hint`, which some providers take for more than a hint. */
function startOptions(c: Context, parameters: URLSearchParams) {
  const returnTo = parameters.get('return_to');
  const prompt = parameters.get('prompt');
  const uiLocales = acceptedLanguages(c.req.raw);
  return {
    ...(returnTo !== null && { returnTo }),
    ...(prompt !== null && prompts.has(prompt) && { prompt }),
    ...(uiLocales !== '' && { uiLocales }),
  };
}

/** A POST may come without a body. */
async function optionalForm({ req: { raw } }: Context): Promise<URLSearchParams> {
  return isEmpty(raw) ? new URLSearchParams() : readForm(raw);
}

/** Hono answers HEAD as GET; where that changes something, HEAD, which must not (RFC 9110 §9.2.1), has no answer. */
function refuseHead(allow: string): MiddlewareHandler {
  return async (c, next) =>
    c.req.method === 'HEAD' ? new Response(null, { status: 405, headers: { allow } }) : next();
}
