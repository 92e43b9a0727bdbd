import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../oidc/json.ts';
import { createSigningKey } from '../oidc/jwt.ts';
import { startLoopbackServer } from '../oidc/loopback-server.ts';
import type { Person } from '../oidc/people.ts';
import { page } from '../oidc/scripted/answer.ts';
import { issueIdToken } from '../oidc/scripted/id-token.ts';
import { answerBy, countCalls, type ScriptedFake } from '../oidc/scripted/script.ts';
import type { Answer, ReceivedRequest, Variant } from '../oidc/scripted/variant.ts';
import { startTrapServer } from '../oidc/trap-server.ts';
import { type VariantName, variants as scriptedVariants } from '../oidc/variants/index.ts';
import { issueCertificates } from '../tls.ts';
import { startTunnel } from '../tunnel.ts';
import { type GoogleEndpoint, googleHosts, googleIssuer } from './addresses.ts';
import { answerRequest, type GoogleRequest, noCalls, receive, receiveUrl } from './exchange.ts';
import { type OneTapPost, oneTapPost } from './one-tap.ts';
import { googlePeople } from './people.ts';
import { type GoogleVariantName, googleVariants } from './variants.ts';
import type { GoogleWorld } from './world.ts';

export interface GoogleProviderOptions {
  /** Default `1815-demo.apps.googleusercontent.com`. */
  clientId?: string;
  /** Default: random. */
  clientSecret?: string;
  /** Who signs in. Default: Ada, of the organisation `example.test`. */
  person?: Person;
  /** Which certificate its hosts show. Default: a good one. */
  certificate?: 'good' | 'expired' | 'selfSigned' | 'wrongHost';
}

export interface GoogleProvider extends ScriptedFake<
  GoogleEndpoint,
  ReceivedRequest,
  GoogleVariantName | VariantName | Variant
> {
  /** `https://accounts.google.com`. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Options of an outbound policy under which Google's own addresses lead here: `createRuntime({ egress })`. */
  readonly egress: {
    readonly proxy: string;
    readonly ca: string;
    readonly lookup: (host: string) => Promise<readonly { address: string }[]>;
  };
  /**
   * Asks for the authorization URL as a browser does.
   *
   * @param person who signs in; default: the one that the provider was started with
   * @returns where the browser is sent back to
   */
  callbackFor(authorizationUrl: string | URL, person?: Person): Promise<URL>;
  /** Makes an ID token outside any sign-in, as a native SDK gets one. @param claims override the usual ones */
  issueIdToken(claims?: JsonObject): string;
  /** Makes what a browser posts after One Tap. @param claims override the usual ones of its ID token */
  oneTap(claims?: JsonObject): OneTapPost;
  /** Signs with a new key from now on; the old one leaves the key set. */
  rotateKeys(): Promise<void>;
}

/** Where the tunnel leads to the fake. */
const authorities = new Set(googleHosts.map((host) => `${host}:443`));

const newKey = () => createSigningKey('RS256');

/**
 * Starts a fake Google on 127.0.0.1, reached under Google's own names through a tunnel. It is honest until
 * {@link GoogleProvider.use} names variants. Nobody is asked anything: the browser comes back at once.
 */
export async function startGoogleProvider(options: GoogleProviderOptions = {}): Promise<GoogleProvider> {
  const {
    clientId = '1815-demo.apps.googleusercontent.com',
    person = googlePeople.ada,
    certificate = 'good',
  } = options;
  const clientSecret = options.clientSecret ?? `GOCSPX-${randomBytes(21).toString('base64url')}`;
  const [certificates, signing, spare, attacker] = await Promise.all([
    issueCertificates({ hosts: googleHosts }),
    newKey(),
    newKey(),
    newKey(),
  ]);
  const trap = await startTrapServer({ documents: { '/jwks': { keys: [attacker.jwk] } } });
  const server = await startLoopbackServer({
    https: certificate === 'good' ? certificates : certificates[certificate],
  });
  const tunnel = await startTunnel((authority) => authorities.has(authority), Number(new URL(server.origin).port));

  let keys = { signing, spare, attacker };
  let variants: readonly Variant[] = [];
  const requests: GoogleRequest[] = [];
  const world: GoogleWorld = {
    client: { clientId, clientSecret, publicClient: false },
    person,
    algorithm: 'RS256',
    signIns: [],
    accessTokens: new Map(),
    refreshTokens: new Map(),
    consents: new Set(),
    get variants() {
      return variants;
    },
    get context() {
      const now = Math.floor(Date.now() / 1000);
      const { signIns } = world;
      return { issuer: googleIssuer, clientId, clientSecret, keys, trapOrigin: trap.origin, now, signIns };
    },
  };
  const answer = (received: GoogleRequest | undefined, visitor = person): Answer => {
    if (!received) return page('Error 404 (Not Found)', 404);
    requests.push(received);
    return answerRequest({ ...world, person: visitor }, received);
  };
  server.serve(answerBy(async (request) => answer(await receive(request))));
  const issue = (claims: JsonObject = {}): string => {
    const signIn = { code: '', redirectUri: '', scope: 'openid email profile', codeUsed: true };
    const { now } = world.context;
    return issueIdToken(world, signIn, undefined, { azp: clientId, exp: now + 3600, ...claims });
  };

  return {
    issuer: googleIssuer,
    clientId,
    clientSecret,
    // Through a proxy, names are resolved for a check only; nothing connects to this public address.
    egress: { proxy: tunnel.proxy, ca: certificates.ca, lookup: async () => [{ address: '142.250.0.1' }] },
    trap,
    requests,
    get calls() {
      return countCalls(noCalls, requests);
    },
    use(...wanted) {
      const known = { ...scriptedVariants, ...googleVariants };
      variants = wanted.map((variant) => (typeof variant === 'string' ? known[variant] : variant));
    },
    reset() {
      variants = [];
      for (const list of [requests, world.signIns]) list.splice(0);
      for (const memory of [world.accessTokens, world.refreshTokens, world.consents]) memory.clear();
      trap.reset();
    },
    async callbackFor(authorizationUrl, visitor) {
      const { status, headers, body } = answer(receiveUrl(new URL(authorizationUrl)), visitor);
      if (headers.location !== undefined) return new URL(headers.location);
      throw new Error(`Google did not send the browser back, but answered with status ${status}: ${body}`);
    },
    issueIdToken: issue,
    oneTap: (claims) => oneTapPost(issue(claims), clientId),
    async rotateKeys() {
      keys = { ...keys, signing: await newKey() };
    },
    async close() {
      await Promise.all([tunnel.close(), server.close(), trap.close()]);
    },
  };
}
