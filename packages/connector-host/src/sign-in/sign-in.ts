import { problemResponse } from '../api/problem.ts';
import type { Connectors } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import { HostError } from '../host-error.ts';
import type { Telemetry } from '../observe/telemetry.ts';
import type { HostSettings } from '../settings.ts';
import { randomId } from '../tokens.ts';
import type { Settled } from '../users/settle.ts';
import type { Users } from '../users/users.ts';
import { admitByAddress } from './admit.ts';
import { createCookies } from './cookies.ts';
import { finishSignIn } from './finish.ts';
import { askAboutLink, confirmLink, type LinkQuestion, makeSeparate, startProof } from './link-page.ts';
import { errorPage } from './pages.ts';
import type { SignInOptions, SignInParts } from './parts.ts';
import { toLogFields, toProblem } from './problem.ts';
import { parsePublicUrl, type PublicUrl } from './public-url.ts';
import { json, wantsJson } from './responses.ts';
import { checkSameOrigin } from './same-origin.ts';
import { createSessions, type Session, type Sessions } from './sessions.ts';
import { signOut, type SignOutOptions } from './sign-out.ts';
import { startSignIn, type StartOptions } from './start.ts';

/**
 * Signs people in over the social connectors. Whatever answers with a `Response` throws nothing: what goes wrong becomes a
 * page, or problem details (RFC 9457) for programs.
 */
export interface SignIn {
  readonly publicUrl: PublicUrl;
  /** Sends the browser to the provider. */
  start(request: Request, connectorId: string, options?: StartOptions): Promise<Response>;
  /** The same for a signed-in person who adds an identity to their account; a POST from a page of this site. */
  startLink(request: Request, connectorId: string, options?: StartOptions): Promise<Response>;
  /** The same for a person who proves that an account is theirs, by the token of {@link question}. */
  startProof(request: Request, connectorId: string, token: string): Promise<Response>;
  /** Where the provider sends the browser back to: by GET, or by POST of a form. */
  callback(request: Request, connectorId: string): Promise<Response>;
  /**
   * What a person whose address an account has is asked.
   *
   * @throws `not_found`
   */
  question(request: Request, token: string): Promise<LinkQuestion>;
  /** The answer: link (signed in to that account), or make a separate one; a POST from a page of this site. */
  answer(request: Request, token: string, action: 'link' | 'separate'): Promise<Response>;
  /** Who is signed in. */
  getSession(request: Request): Promise<Session | undefined>;
  /**
   * Signs somebody in who has shown by a code that an address is theirs. The application's `onSignIn` is asked first.
   *
   * @param settled what `userByAddress` has found or made
   * @returns the `Set-Cookie` header
   * @throws `sign_in_refused`
   */
  startSession(request: Request, settled: Pick<Settled, 'verdict' | 'userId'>): Promise<string>;
  /** A POST from a page of this site. */
  signOut(request: Request, options?: SignOutOptions): Promise<Response>;
  /** Takes a way to sign in away from the signed-in person; a POST from a page of this site. */
  unlink(request: Request, identityId: string): Promise<Response>;
  /** Answers with what `work` answers, or with what went wrong. */
  respond(request: Request, work: () => Promise<Response>): Promise<Response>;
}

type StartArguments = Parameters<typeof startSignIn> extends [SignInParts, ...infer Rest] ? Rest : never;

/** @throws `invalid_request` when the public URL is none */
export function createSignIn(
  context: HostContext,
  settings: Pick<HostSettings, 'publicUrl' | 'returnOrigins' | 'sessionLifetime'>,
  connectors: Pick<Connectors, 'useSocial' | 'listSocial'>,
  users: Users,
  options: SignInOptions = {},
  telemetry: Pick<Telemetry, 'step'> = { step: (_step, _connectorId, work) => work() },
): SignIn {
  const publicUrl = parsePublicUrl(settings.publicUrl);
  const cookies = createCookies(publicUrl.isSecure);
  const sessions = createSessions(context, cookies, settings.sessionLifetime);
  const parts: SignInParts = { context, connectors, users, settings, options, publicUrl, cookies, sessions };
  const respond = (request: Request, work: () => Promise<Response>): Promise<Response> =>
    work().catch((error: unknown) => answerError(parts, request, error));
  const begin = (...[request, connectorId, start, purpose]: StartArguments): Promise<Response> =>
    telemetry.step('sign-in.start', undefined, () => startSignIn(parts, request, connectorId, start, purpose));

  return {
    publicUrl,
    respond,
    start: (request, connectorId, start = {}) =>
      respond(request, () => begin(request, connectorId, start, { sessionHash: null, pendingLink: null })),
    startLink: (request, connectorId, start = {}) =>
      respond(request, async () => {
        const { hash: sessionHash } = await requireSession(parts, request);
        return begin(request, connectorId, start, { sessionHash, pendingLink: null });
      }),
    startProof: (request, connectorId, token) => respond(request, () => startProof(parts, request, connectorId, token)),
    callback: (request, connectorId) =>
      respond(request, () =>
        telemetry.step('sign-in.callback', undefined, () => finishSignIn(parts, request, connectorId)),
      ),
    question: (request, token) => askAboutLink(parts, request, token),
    answer: (request, token, action) =>
      respond(request, () => (action === 'link' ? confirmLink : makeSeparate)(parts, request, token)),
    getSession: (request) => getSession(sessions, request),
    startSession: (request, settled) => admitByAddress(parts, request, settled),
    signOut: (request, how = {}) => respond(request, () => signOut(parts, request, how)),
    unlink: (request, identityId) =>
      respond(request, async () => {
        const { user } = await requireSession(parts, request);
        await users.unlink(user.id, identityId);
        return json({ identities: await users.identities(user.id) });
      }),
  };
}

async function getSession(sessions: Sessions, request: Request): Promise<Session | undefined> {
  const found = await sessions.find(request);
  if (!found) return undefined;
  const { hash: _secret, ...session } = found;
  return session;
}

/** @throws `cross_site_request`, `sign_in_required` */
async function requireSession({ publicUrl, sessions }: SignInParts, request: Request) {
  checkSameOrigin(request, publicUrl.origin);
  const session = await sessions.find(request);
  if (!session) throw new HostError('sign_in_required', { hint: 'Sign in first.' });
  return session;
}

async function answerError(
  { context, options, publicUrl, settings }: SignInParts,
  request: Request,
  error: unknown,
): Promise<Response> {
  const requestId = randomId(context.random);
  const problem = toProblem(error, requestId);
  context.log(problem.status >= 500 ? 'error' : 'warn', 'sign_in.failed', { requestId, ...toLogFields(error) });
  const own = await options.renderError?.(problem, request);
  if (own) return own;
  const place = { base: publicUrl.base, returnOrigins: settings.returnOrigins };
  return wantsJson(request) ? problemResponse(error, { requestId, log: () => {} }) : errorPage(place, problem);
}
