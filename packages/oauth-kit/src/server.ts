import { ConnectorError } from '@jackfield/connector-kit';
import type * as oauth from 'oauth4webapi';
import { CachedDocument } from './cached-document.ts';
import { type DiscoveryDocument, discoveryGuard, discoveryUrl } from './discovery-document.ts';
import { KeySet } from './key-set.ts';
import type { OAuthClient, OAuthSettings, ServerEndpoints, ServerSource } from './settings.ts';
import { isIssuerTemplate, templateFits } from './tenants.ts';

/** Every asymmetric JWS algorithm that the engine verifies. HMAC and `none` are never accepted. */
// oxfmt-ignore
export const verifiableAlgorithms = [
  'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519',
] as const;

/** The endpoints that may be configured one by one. */
export const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'revocation_endpoint',
  'end_session_endpoint',
] as const satisfies readonly (keyof ServerEndpoints)[];

/** A provider's metadata, in the form that `oauth4webapi` takes. */
export interface Server extends oauth.AuthorizationServer {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  /** Whether `issuer` was configured or discovered; otherwise it is only the token endpoint's origin. */
  readonly hasIssuer: boolean;
}

/** The metadata made last for each client's settings, and what of. */
const resolved = new WeakMap<OAuthSettings, { readonly source: object; readonly server: Server }>();

/** The provider's metadata: discovered (cached) or as configured. */
export async function resolveServer(client: OAuthClient): Promise<Server> {
  const { settings } = client;
  const { server: source } = settings;
  if (source.kind === 'static') return madeOnce(settings, source, () => staticServer(settings, source));
  const document = await discover(client, source.issuer);
  return madeOnce(settings, document, () => discoveredServer(settings, source, document));
}

function madeOnce(settings: OAuthSettings, source: object, make: () => Server): Server {
  const known = resolved.get(settings);
  if (known?.source === source) return known.server;
  const server = make();
  resolved.set(settings, { source, server });
  return server;
}

function staticServer(settings: OAuthSettings, source: Extract<ServerSource, { kind: 'static' }>): Server {
  return {
    ...source.endpoints,
    issuer: source.issuer ?? new URL(source.endpoints.token_endpoint).origin,
    hasIssuer: source.issuer !== undefined,
    authorization_response_iss_parameter_supported: source.sendsIssuer === true,
    id_token_signing_alg_values_supported: [...(settings.idTokenAlgorithms ?? verifiableAlgorithms)],
    userinfo_signing_alg_values_supported: [...verifiableAlgorithms],
  };
}

function discoveredServer(
  settings: OAuthSettings,
  source: Extract<ServerSource, { kind: 'discovery' }>,
  document: DiscoveryDocument,
): Server {
  checkIssuer(settings, source.issuer, document.issuer);
  const allowed = settings.idTokenAlgorithms ?? verifiableAlgorithms;
  const merged = { ...document };
  for (const name of endpointNames) merged[name] = source.overrides?.[name] ?? document[name];
  return {
    ...merged,
    authorization_endpoint: required(merged.authorization_endpoint, 'authorization_endpoint'),
    token_endpoint: required(merged.token_endpoint, 'token_endpoint'),
    hasIssuer: true,
    id_token_signing_alg_values_supported: (document.id_token_signing_alg_values_supported ?? [...allowed]).filter(
      (algorithm) => allowed.some((one) => one === algorithm),
    ),
    userinfo_signing_alg_values_supported: [...verifiableAlgorithms],
  };
}

/** The discovery document as the provider publishes it; its issuer is not compared yet. */
async function discover(client: OAuthClient, issuer: string): Promise<DiscoveryDocument> {
  const { runtime, settings } = client;
  const lease = runtime.caches.lease('discovery', trustIn(settings, issuer, client), () => {
    const url = discoveryUrl(issuer);
    return new CachedDocument({ url, headers: settings.headers, label: 'discovery document', guard: discoveryGuard });
  });
  try {
    return await lease.value.get(runtime.egress, runtime.clock);
  } finally {
    lease.release();
  }
}

/**
 * OpenID Connect Discovery 1.0 §4.3: the document's issuer must be the configured one, to the letter. With tenants, it
 * must be the configured one with `{tenantid}` in the place of one path segment.
 */
export function checkIssuer({ tenants }: OAuthSettings, configured: string, published: string): void {
  if (published === configured && !isIssuerTemplate(published)) return;
  if (tenants && templateFits(published, configured)) return;
  const shown = /^https?:\/\/[\w.~:/{}-]{1,200}$/.test(published) ? `"${published}"` : 'something else';
  throw new ConnectorError('invalid_config', {
    hint: isIssuerTemplate(published)
      ? `The provider's issuer is ${shown}, which stands for many tenants. Configure one tenant's issuer, or say in "tenants" which may sign in.`
      : `The provider calls itself ${shown}, which is not the configured issuer. Issuers are compared to the letter (final slash, case, port): set "issuer" to what the provider says, if that is the provider you mean.`,
  });
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new ConnectorError('invalid_response', {
    hint: `The discovery document names no ${name}. Check the issuer, or configure the endpoint.`,
  });
}

/** What decided last about trust in the document of each owner. */
const trusts = new WeakMap<object, readonly string[]>();

/** What decides about trust in a document, as the same frozen list each time: caches make its key only once. */
function trustIn(owner: object, url: string, { runtime: { egress }, settings }: OAuthClient): readonly string[] {
  const known = trusts.get(owner);
  if (known?.[0] === url && known[1] === egress.fingerprint) return known;
  const trust = Object.freeze([url, egress.fingerprint, JSON.stringify(settings.headers ?? {})]);
  trusts.set(owner, trust);
  return trust;
}

/** Uses the provider's key set, shared by everyone who trusts the same URL under the same policy. */
export async function withKeySet<Result>(
  client: OAuthClient,
  server: Server,
  use: (keys: KeySet) => Promise<Result>,
): Promise<Result> {
  const { runtime, settings } = client;
  const url = required(server.jwks_uri, 'jwks_uri');
  const lease = runtime.caches.lease('keys', trustIn(server, url, client), () => new KeySet(url, settings.headers));
  try {
    return await use(lease.value);
  } finally {
    lease.release();
  }
}
