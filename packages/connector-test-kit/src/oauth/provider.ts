import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sentBackFrom } from '../oidc/browser.ts';
import { createSigningKey } from '../oidc/jwt.ts';
import { type LoopbackServerOptions, startLoopbackServer } from '../oidc/loopback-server.ts';
import { demoPeople } from '../oidc/people.ts';
import { page } from '../oidc/scripted/answer.ts';
import { answerBy, countCalls, type ScriptedFake } from '../oidc/scripted/script.ts';
import { revocation, token } from '../oidc/scripted/token.ts';
import type { Answer, ReceivedRequest, SignIn, Variant } from '../oidc/scripted/variant.ts';
import { patch, type World } from '../oidc/scripted/world.ts';
import { startTrapServer } from '../oidc/trap-server.ts';
import { authorize } from './authorize.ts';
import {
  addresses,
  noCalls,
  type OAuthAddresses,
  type OAuthEndpoint,
  type OAuthRequest,
  receive,
} from './endpoints.ts';
import { type OAuthPerson, oauthPeople } from './people.ts';
import { type ShapeName, shapes } from './shapes/index.ts';
import { asShaped, refuseMethod } from './shaped.ts';
import { userInfo } from './user-info.ts';
import { oauthVariants, type OAuthVariantName } from './variants.ts';

export interface OAuthProviderOptions extends LoopbackServerOptions {
  /** Whose documented answers it gives. Default `plain`: the RFCs to the letter. */
  shape?: ShapeName;
  /** Default `demo-client`. */
  clientId?: string;
  /** Default: random. */
  clientSecret?: string;
  /** Public key (JWK) of a client that authenticates by `private_key_jwt`. */
  clientKey?: object;
  /** Whether the client may come without a secret. Default `false`. */
  publicClient?: boolean;
}

export interface OAuthProvider extends ScriptedFake<OAuthEndpoint, ReceivedRequest, OAuthVariantName | Variant> {
  /** Such as `http://127.0.0.1:49152`; also its `iss`, where the shape sends one. */
  readonly origin: string;
  readonly endpoints: OAuthAddresses;
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Asks for the authorization URL as a browser does, and signs this person in.
   *
   * @param person default: the one whose address is verified
   * @returns where the browser is sent back to
   */
  callbackFor(authorizationUrl: string | URL, person?: OAuthPerson): Promise<URL>;
}

/**
 * Starts a plain OAuth 2.0 provider on 127.0.0.1: no discovery, no ID token, a profile behind an access token. It is
 * honest, and strict with its client, until {@link OAuthProvider.use} names variants. Nobody is asked anything: the
 * browser comes back at once.
 */
export async function startOAuthProvider(options: OAuthProviderOptions = {}): Promise<OAuthProvider> {
  const { clientId = 'demo-client', clientKey, publicClient = false } = options;
  const clientSecret = options.clientSecret ?? randomBytes(32).toString('base64url');
  const shape = shapes[options.shape ?? 'plain'];
  // Nothing is signed here; the shared parts of the fakes want keys to be there.
  const unused = await createSigningKey('ES256');
  const trap = await startTrapServer();
  const server = await startLoopbackServer(options);

  let variants: readonly Variant[] = [];
  const people = new WeakMap<SignIn, OAuthPerson>();
  const requests: OAuthRequest[] = [];
  const world: World = {
    client: { clientId, clientSecret, publicClient, ...(clientKey ? { clientKey } : {}) },
    person: demoPeople[0],
    algorithm: 'ES256',
    signIns: [],
    accessTokens: new Map(),
    refreshTokens: new Map(),
    get variants() {
      return [asShaped(shape), ...variants];
    },
    get context() {
      const { signIns } = world;
      const keys = { signing: unused, spare: unused, attacker: unused };
      const now = Math.floor(Date.now() / 1000);
      return { issuer: server.origin, clientId, clientSecret, keys, trapOrigin: trap.origin, now, signIns };
    },
  };
  const handlers = {
    authorize: (request) => authorize(world, shape, request),
    token: (request) => refuseMethod(world, shape, request) ?? token(world, request),
    userinfo: (request) => userInfo(world, shape, request, (signIn) => people.get(signIn) ?? oauthPeople.verified),
    revocation: (request) => refuseMethod(world, shape, request) ?? revocation(world, request),
  } as const satisfies Record<OAuthEndpoint, (request: ReceivedRequest) => Answer>;

  const script = async (request: IncomingMessage): Promise<Answer> => {
    const received = await receive(request, server.origin, shape);
    if (!received) return page('Nothing is here.', 404);
    requests.push(received);
    const { endpoint } = received;
    const honest = handlers[endpoint](received);
    return patch(world, honest, ({ answers }, value) => answers?.[endpoint]?.(value, world.context, received));
  };
  server.serve(answerBy(script));

  return {
    origin: server.origin,
    endpoints: addresses(server.origin, shape),
    clientId,
    clientSecret,
    trap,
    requests,
    get calls() {
      return countCalls(noCalls, requests);
    },
    use(...wanted) {
      variants = wanted.map((variant) => (typeof variant === 'string' ? oauthVariants[variant] : variant));
    },
    reset() {
      variants = [];
      for (const list of [requests, world.signIns]) list.splice(0);
      for (const tokens of [world.accessTokens, world.refreshTokens]) tokens.clear();
      trap.reset();
    },
    async callbackFor(authorizationUrl, whom = oauthPeople.verified) {
      const url = new URL(authorizationUrl);
      const callback = await sentBackFrom(url, 'The provider');
      const begun = world.signIns.findLast(({ state }) => state === (url.searchParams.get('state') ?? undefined));
      if (begun) people.set(begun, whom);
      return callback;
    },
    async close() {
      await Promise.all([server.close(), trap.close()]);
    },
  };
}
