import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { sentBackFrom } from '../oidc/browser.ts';
import { type LoopbackServerOptions, startLoopbackServer } from '../oidc/loopback-server.ts';
import { page } from '../oidc/scripted/answer.ts';
import { answerBy, countCalls, type ScriptedFake } from '../oidc/scripted/script.ts';
import type { Answer } from '../oidc/scripted/variant.ts';
import { patch } from '../oidc/scripted/world.ts';
import { startTrapServer } from '../oidc/trap-server.ts';
import { emails, organization, revocation, team, user } from './api.ts';
import { authorize } from './authorize.ts';
import { demoGithubPeople, type GithubPerson } from './people.ts';
import { token } from './token.ts';
import type { GithubEndpoint, GithubVariant, ReceivedGithubRequest } from './variant.ts';
import { type GithubVariantName, githubVariants } from './variants/index.ts';
import type { World } from './world.ts';

export interface GithubServerOptions extends LoopbackServerOptions {
  /** Default `oauth-app`. `github-app`: tokens expire and refresh, and there are no scopes. */
  app?: 'oauth-app' | 'github-app';
  /** Default `Iv1.demo-client`. */
  clientId?: string;
  /** Default: random. */
  clientSecret?: string;
  /** Who has an account; the first one signs in unless a test says otherwise. */
  people?: readonly GithubPerson[];
  /** What it calls itself. Default: as an Enterprise Server at its own address. */
  issuer?: string;
}

export interface GithubServer extends ScriptedFake<
  GithubEndpoint,
  ReceivedGithubRequest,
  GithubVariantName | GithubVariant
> {
  /** For the connector's configuration. The API is below `/api/v3`, and without it for hosts named `api.…`. */
  readonly enterpriseUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Asks for the authorization URL as a browser does, whichever host it names.
   *
   * @param login whose account it is; default: the first
   * @returns where it is sent back to
   */
  callbackFor(authorizationUrl: string | URL, login?: string): Promise<URL>;
}

/**
 * Starts a GitHub on 127.0.0.1: sign-in with PKCE, OAuth Apps or GitHub Apps, addresses, memberships, revocation. It answers
 * as the real one does, until {@link GithubServer.use} names variants. Nobody is asked anything.
 */
export async function startGithub(options: GithubServerOptions = {}): Promise<GithubServer> {
  const { app = 'oauth-app', clientId = 'Iv1.demo-client', people = demoGithubPeople } = options;
  const clientSecret = options.clientSecret ?? randomBytes(20).toString('hex');
  const trap = await startTrapServer();
  const server = await startLoopbackServer(options);
  const issuer = options.issuer ?? `${server.origin}/login/oauth`;
  const requests: ReceivedGithubRequest[] = [];
  let variants: readonly GithubVariant[] = [];
  const world: World = {
    app,
    people,
    api: `${server.origin}/api/v3`,
    signIns: [],
    accessTokens: new Map(),
    refreshTokens: new Map(),
    get variants() {
      return variants;
    },
    get context() {
      const now = Math.floor(Date.now() / 1000);
      return { issuer, clientId, clientSecret, trapOrigin: trap.origin, now, signIns: world.signIns };
    },
  };
  const script = async (request: IncomingMessage): Promise<Answer> => {
    const received = await receive(request);
    if (!received) return page('Not Found', 404);
    requests.push(received);
    return answer(world, received);
  };
  server.serve(answerBy(script));

  return {
    enterpriseUrl: server.origin,
    issuer,
    clientId,
    clientSecret,
    trap,
    requests,
    get calls() {
      return countCalls(noCalls, requests);
    },
    use(...wanted) {
      variants = wanted.map((variant) => (typeof variant === 'string' ? githubVariants[variant] : variant));
    },
    reset() {
      variants = [];
      for (const list of [requests, world.signIns]) list.splice(0);
      for (const tokens of [world.accessTokens, world.refreshTokens]) tokens.clear();
      trap.reset();
    },
    async callbackFor(authorizationUrl, login) {
      const { pathname, search } = new URL(authorizationUrl);
      const url = new URL(pathname + search, server.origin);
      if (login !== undefined) url.searchParams.set('login', login);
      return sentBackFrom(url, 'GitHub');
    },
    async close() {
      await Promise.all([server.close(), trap.close()]);
    },
  };
}

const handlers = {
  authorize,
  token,
  user,
  emails,
  'organization-membership': organization,
  'team-membership': team,
  revocation,
} as const satisfies Record<GithubEndpoint, (world: World, request: ReceivedGithubRequest) => Answer>;

function answer(world: World, request: ReceivedGithubRequest): Answer {
  const honest = handlers[request.endpoint](world, request);
  return patch(world, honest, ({ answers }, value) => answers?.[request.endpoint]?.(value, world.context, request));
}

/** The API is below `/api/v3`, where an Enterprise Server has it. */
const routes: readonly (readonly [GithubEndpoint, RegExp])[] = [
  ['authorize', /^\/login\/oauth\/authorize$/],
  ['token', /^\/login\/oauth\/access_token$/],
  ['user', /^\/api\/v3\/user$/],
  ['emails', /^\/api\/v3\/user\/emails$/],
  ['organization-membership', /^\/api\/v3\/user\/memberships\/orgs\/([^/]+)$/],
  ['team-membership', /^\/api\/v3\/orgs\/([^/]+)\/teams\/([^/]+)\/memberships\/([^/]+)$/],
  ['revocation', /^\/api\/v3\/applications\/([^/]+)\/token$/],
];

async function receive(request: IncomingMessage): Promise<ReceivedGithubRequest | undefined> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  const body = await text(request);
  const { method = '', headers } = request;
  const address = url.hostname.startsWith('api.') ? `/api/v3${url.pathname}` : url.pathname;
  for (const [endpoint, pattern] of routes) {
    const path = pattern.exec(address)?.slice(1).map(decodeURIComponent);
    if (path) return { endpoint, method, url, path, headers, body };
  }
  return undefined;
}

const noCalls: Readonly<Record<GithubEndpoint, number>> = {
  authorize: 0,
  token: 0,
  user: 0,
  emails: 0,
  'organization-membership': 0,
  'team-membership': 0,
  revocation: 0,
};
