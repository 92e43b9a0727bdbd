import { randomBytes } from 'node:crypto';
import { type AdapterPayload, Provider } from 'oidc-provider';
import { type LoopbackServerOptions, startLoopbackServer } from '../loopback-server.ts';
import { demoPeople, type Person } from '../people.ts';
import type { ProviderBehaviour } from './behaviour.ts';
import { providerConfiguration } from './configuration.ts';
import { interact, interactionPath } from './interaction.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import { type FormPost, type PersonChoice, walkThrough } from './sign-in.ts';

/** A client registration: fields of RFC 7591 §2. */
export interface OidcClient {
  /** Default: the provider's `clientId`. */
  client_id?: string;
  /** Default: the provider's `clientSecret`, unless the method is `none` or `private_key_jwt`. */
  client_secret?: string;
  client_name?: string;
  /** Compared as they stand. */
  redirect_uris: string[];
  post_logout_redirect_uris?: string[];
  /** Default `client_secret_basic`. */
  token_endpoint_auth_method?:
    | 'client_secret_basic'
    | 'client_secret_post'
    | 'client_secret_jwt'
    | 'private_key_jwt'
    | 'none';
  /** Default `RS256`. */
  id_token_signed_response_alg?: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
  /** Public keys of a client that uses `private_key_jwt`. */
  jwks?: { keys: object[] };
}

export interface OidcProviderOptions extends LoopbackServerOptions {
  /** Who can sign in. Default: three demo people. */
  people?: readonly Person[];
  /** Default `demo-client`. */
  clientId?: string;
  /** Default: random. */
  clientSecret?: string;
  /** Redirect URIs of the client `clientId`. When they are not known yet, call `addClient` later. */
  redirectUris?: string[];
  clients?: OidcClient[];
  /**
   * Default `offline_access`: a refresh token when that scope is asked for, with `prompt=consent` (OpenID Connect Core
   * §11). `always`: with every sign-in.
   */
  refreshTokens?: ProviderBehaviour['refreshTokens'];
  /** Where claims other than `sub` are. Default `userinfo` alone; `id_token` means there too. */
  claimsIn?: ProviderBehaviour['claimsIn'];
}

export interface SeenRequest {
  method: string;
  path: string;
  /** The parameters of a form that was posted. */
  form?: Readonly<Record<string, unknown>>;
}

export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Every request to the provider since the start, in order, but for those of its sign-in page. */
  readonly requests: readonly SeenRequest[];
  /** Registers a client, or replaces its registration. */
  addClient(client: OidcClient): Promise<void>;
  /**
   * Plays a person with a fresh browser.
   *
   * @returns the URL of the client's redirect URI to which the browser is sent
   * @throws when the provider shows an error page instead
   */
  signIn(authorizationUrl: string | URL, choice?: PersonChoice): Promise<URL>;
  /** As {@link signIn}, for `response_mode=form_post`. */
  signInByForm(authorizationUrl: string | URL, choice?: PersonChoice): Promise<FormPost>;
  close(): Promise<void>;
}

/**
 * Starts an honest OpenID provider on 127.0.0.1, built on `oidc-provider`: code flow, PKCE S256 required, RFC 9207
 * `iss`, userinfo, refresh tokens, revocation, RP-initiated logout. A person signs in with one click.
 */
export async function startOidcProvider(options: OidcProviderOptions = {}): Promise<OidcProvider> {
  const {
    people = demoPeople,
    clientId = 'demo-client',
    refreshTokens = 'offline_access',
    claimsIn = 'userinfo',
  } = options;
  const clientSecret = options.clientSecret ?? randomBytes(32).toString('base64url');
  const requests: SeenRequest[] = [];
  const adapter = createMemoryAdapter();
  const configuration = await providerConfiguration(adapter, { people, refreshTokens, claimsIn });

  const server = await startLoopbackServer(options);
  const provider = new Provider(server.origin, configuration);
  provider.use(async (context, next) => {
    const seen: SeenRequest = { method: context.method, path: context.path };
    requests.push(seen);
    await next();
    const form: unknown = context.oidc?.body;
    if (typeof form === 'object' && form !== null && context.method === 'POST') seen.form = { ...form };
  });
  const handle = provider.callback();
  server.serve((request, response) => {
    if (request.url?.startsWith(interactionPath)) void interact(provider, people, request, response);
    else void handle(request, response);
  });

  const addClient = async (client: OidcClient): Promise<void> => {
    const id = client.client_id ?? clientId;
    await adapter('Client').upsert(id, registration(client, id, clientSecret));
  };
  const registered = options.redirectUris ? [{ redirect_uris: options.redirectUris }] : [];
  for (const client of [...registered, ...(options.clients ?? [])]) await addClient(client);

  const walk = (authorizationUrl: string | URL, { sub, deny = false }: PersonChoice = {}): Promise<URL | FormPost> =>
    walkThrough(new URL(authorizationUrl), deny ? { deny: 'true' } : { sub: sub ?? people[0]?.sub ?? '' });

  return {
    issuer: server.origin,
    clientId,
    clientSecret,
    requests,
    addClient,
    async signIn(authorizationUrl, choice) {
      const callback = await walk(authorizationUrl, choice);
      if (callback instanceof URL) return callback;
      throw new Error('The provider posted a form: use signInByForm.');
    },
    async signInByForm(authorizationUrl, choice) {
      const callback = await walk(authorizationUrl, choice);
      if (!(callback instanceof URL)) return callback;
      throw new Error('The provider redirected: use signIn, or ask for response_mode=form_post.');
    },
    close: server.close,
  };
}

function registration(client: OidcClient, id: string, secret: string): AdapterPayload {
  const keepsSecret = !['none', 'private_key_jwt'].includes(client.token_endpoint_auth_method ?? '');
  return {
    grant_types: ['authorization_code', 'refresh_token'],
    ...(keepsSecret ? { client_secret: secret } : {}),
    ...client,
    client_id: id,
  };
}
