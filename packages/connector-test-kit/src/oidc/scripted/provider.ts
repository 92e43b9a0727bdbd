import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { sentBackFrom } from '../browser.ts';
import type { JsonObject } from '../json.ts';
import { createSigningKey, type SigningAlgorithm } from '../jwt.ts';
import { type LoopbackServerOptions, startLoopbackServer } from '../loopback-server.ts';
import { demoPeople, type Person } from '../people.ts';
import { startTrapServer } from '../trap-server.ts';
import { type VariantName, variants as allVariants } from '../variants/index.ts';
import { page } from './answer.ts';
import { authorize, endSession } from './authorize.ts';
import { discovery, jwks, paths } from './documents.ts';
import { issueIdToken } from './id-token.ts';
import { answerBy, countCalls, type ScriptedFake } from './script.ts';
import { revocation, token } from './token.ts';
import { userinfo } from './userinfo.ts';
import { type Answer, type Endpoint, endpoints, type ReceivedRequest, type Variant } from './variant.ts';
import { patch, type World } from './world.ts';

export interface ScriptedProviderOptions extends LoopbackServerOptions {
  /** Default `demo-client`. */
  clientId?: string;
  /** Default: random. */
  clientSecret?: string;
  /** Public key (JWK) of a client that authenticates by `private_key_jwt`. */
  clientKey?: object;
  /** Whether the client may come without a secret. Default `false`. */
  publicClient?: boolean;
  /** Who signs in. Default: the first of the demo people. */
  person?: Person;
  /** What ID tokens are signed with. Default `RS256`. */
  algorithm?: SigningAlgorithm;
}

export interface ScriptedProvider extends ScriptedFake<Endpoint, ReceivedRequest, VariantName | Variant> {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Asks for the authorization URL as a browser does. @returns where it is sent back to */
  callbackFor(authorizationUrl: string | URL): Promise<URL>;
  /** Makes an ID token outside any sign-in, as a native SDK gets one. @param claims override the usual ones */
  issueIdToken(claims?: JsonObject): string;
  /** Signs with a new key from now on; the old one leaves the key set. */
  rotateKeys(): Promise<void>;
}

/**
 * Starts an OpenID provider on 127.0.0.1 that does what a script says. It is honest, and strict with its client, until
 * {@link ScriptedProvider.use} names variants. Nobody is asked anything: the browser comes back at once.
 */
export async function startScriptedProvider(options: ScriptedProviderOptions = {}): Promise<ScriptedProvider> {
  const {
    clientId = 'demo-client',
    clientKey,
    publicClient = false,
    person = demoPeople[0],
    algorithm = 'RS256',
  } = options;
  const clientSecret = options.clientSecret ?? randomBytes(32).toString('base64url');
  const newKey = () => createSigningKey(algorithm);
  const [signing, spare, attacker] = await Promise.all([newKey(), newKey(), newKey()]);
  const trap = await startTrapServer({ documents: { '/jwks': { keys: [attacker.jwk] } } });
  const server = await startLoopbackServer(options);

  let keys = { signing, spare, attacker };
  let variants: readonly Variant[] = [];
  const requests: ReceivedRequest[] = [];
  const world: World = {
    client: { clientId, clientSecret, publicClient, ...(clientKey ? { clientKey } : {}) },
    person,
    algorithm,
    signIns: [],
    accessTokens: new Map(),
    refreshTokens: new Map(),
    get variants() {
      return variants;
    },
    get context() {
      const now = Math.floor(Date.now() / 1000);
      const { signIns } = world;
      return { issuer: server.origin, clientId, clientSecret, keys, trapOrigin: trap.origin, now, signIns };
    },
  };
  const script = async (request: IncomingMessage): Promise<Answer> => {
    const received = await receive(request, server.origin);
    if (!received) return page('Nothing is here.', 404);
    requests.push(received);
    return answer(world, received);
  };
  server.serve(answerBy(script));

  return {
    issuer: server.origin,
    clientId,
    clientSecret,
    trap,
    requests,
    get calls() {
      return countCalls(noCalls, requests);
    },
    use(...wanted) {
      variants = wanted.map((variant) => (typeof variant === 'string' ? allVariants[variant] : variant));
    },
    reset() {
      variants = [];
      for (const list of [requests, world.signIns]) list.splice(0);
      for (const tokens of [world.accessTokens, world.refreshTokens]) tokens.clear();
      trap.reset();
    },
    callbackFor: async (authorizationUrl) => sentBackFrom(new URL(authorizationUrl), 'The provider'),
    issueIdToken: (claims) =>
      issueIdToken(
        world,
        { code: '', redirectUri: '', scope: 'openid profile email phone', codeUsed: true },
        undefined,
        claims,
      ),
    async rotateKeys() {
      keys = { ...keys, signing: await newKey() };
    },
    async close() {
      await Promise.all([server.close(), trap.close()]);
    },
  };
}

const handlers = {
  discovery,
  jwks,
  authorize,
  token,
  userinfo,
  revocation,
  end_session: endSession,
} as const satisfies Record<Endpoint, (world: World, request: ReceivedRequest) => Answer>;

function answer(world: World, request: ReceivedRequest): Answer {
  const honest = handlers[request.endpoint](world, request);
  return patch(world, honest, ({ answers }, value) => answers?.[request.endpoint]?.(value, world.context, request));
}

async function receive(request: IncomingMessage, origin: string): Promise<ReceivedRequest | undefined> {
  const url = new URL(request.url ?? '/', origin);
  const endpoint = endpointAt(url.pathname);
  if (!endpoint) return undefined;
  const form = new URLSearchParams(await text(request));
  return { endpoint, method: request.method ?? '', url, headers: request.headers, form };
}

/** Discovery is answered below every path, for issuers that have one. */
function endpointAt(path: string): Endpoint | undefined {
  if (/\/\.well-known\/(openid-configuration|oauth-authorization-server)/.test(path)) return 'discovery';
  return endpoints.find((endpoint) => endpoint !== 'discovery' && paths[endpoint] === path);
}

const noCalls: Readonly<Record<Endpoint, number>> = {
  discovery: 0,
  jwks: 0,
  authorize: 0,
  token: 0,
  userinfo: 0,
  revocation: 0,
  end_session: 0,
};
