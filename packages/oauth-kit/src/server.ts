import { ConnectorError } from '@jackfield/connector-kit';
import { CachedDocument } from './cached-document.ts';
import { type DiscoveryDocument, discoveryGuard, discoveryUrl } from './discovery-document.ts';
import { jwsSchemes } from './jws-schemes.ts';
import { KeySet } from './key-set.ts';
import type { OAuthClient, OAuthSettings, ServerEndpoints, ServerSource } from './settings.ts';
import { isIssuerTemplate, templateFits } from './tenants.ts';

/** Every JWS algorithm that the engine verifies. HMAC and `none` are never accepted. */
export const verifiableAlgorithms: readonly string[] = Object.keys(jwsSchemes);

/** The endpoints that may be configured one by one. */
export const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'revocation_endpoint',
  'end_session_endpoint',
] as const satisfies readonly (keyof ServerEndpoints)[];

/** A provider's metadata (OpenID Connect Discovery 1.0 §3), as far as a client needs it. */
export interface Server extends ServerEndpoints {
  readonly issuer: string;
  /** Whether `issuer` was configured or discovered; otherwise it is only the token endpoint's origin. */
  readonly hasIssuer: boolean;
  /** Every callback brings `iss` (RFC 9207). */
  readonly sendsIssuer: boolean;
  /** JWS algorithms that are allowed here and announced by the provider. */
  readonly idTokenAlgorithms: readonly string[];
}

/** The metadata made last for each client's settings, and what of. */
const resolved = new WeakMap<OAuthSettings, { readonly source: object; readonly server: Server }>();

/** The provider's metadata: discovered (cached) or as configured. */
export async function resolveServer(client: OAuthClient): Promise<Server> {
  const { settings, runtime } = client;
  const { server: source } = settings;
  if (source.kind === 'static') return madeOnce(settings, source, () => staticServer(settings, source));
  const document = await discoveryOf(client, source.issuer).get(runtime.egress, runtime.clock);
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
    authorization_endpoint: withoutFragment(source.endpoints.authorization_endpoint),
    issuer: source.issuer ?? new URL(source.endpoints.token_endpoint).origin,
    hasIssuer: source.issuer !== undefined,
    sendsIssuer: source.sendsIssuer === true,
    idTokenAlgorithms: settings.idTokenAlgorithms ?? verifiableAlgorithms,
  };
}

function discoveredServer(
  settings: OAuthSettings,
  source: Extract<ServerSource, { kind: 'discovery' }>,
  document: DiscoveryDocument,
): Server {
  checkIssuer(settings, source.issuer, document.issuer);
  const allowed = settings.idTokenAlgorithms ?? verifiableAlgorithms;
  const announced = document.id_token_signing_alg_values_supported ?? allowed;
  const endpoints: Partial<ServerEndpoints> = Object.fromEntries(
    endpointNames.map((name) => [name, source.overrides?.[name] ?? document[name]]),
  );
  return {
    ...endpoints,
    authorization_endpoint: withoutFragment(required(endpoints.authorization_endpoint, 'authorization_endpoint')),
    token_endpoint: required(endpoints.token_endpoint, 'token_endpoint'),
    issuer: document.issuer,
    hasIssuer: true,
    sendsIssuer: document.authorization_response_iss_parameter_supported === true,
    idTokenAlgorithms: announced.filter((algorithm) => allowed.includes(algorithm)),
  };
}

/** RFC 6749 §3.1: parameters are appended to this address. */
function withoutFragment(endpoint: string): string {
  const url = new URL(endpoint);
  url.hash = '';
  return url.href;
}

/** The discovery document as the provider publishes it; its issuer is not compared yet. */
function discoveryOf(client: OAuthClient, issuer: string): CachedDocument<DiscoveryDocument> {
  const { runtime, settings } = client;
  const lease = runtime.caches.lease('discovery', trustIn(settings, issuer, client), () => {
    const url = discoveryUrl(issuer);
    return new CachedDocument({ url, headers: settings.headers, label: 'discovery document', guard: discoveryGuard });
  });
  // There is nothing to close in it: it can be used on.
  lease.release();
  return lease.value;
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

/** The provider's keys, shared by everyone who trusts the same URL under the same policy. */
export function keySetOf(client: OAuthClient, server: Server): KeySet {
  const { runtime, settings } = client;
  const url = required(server.jwks_uri, 'jwks_uri');
  const lease = runtime.caches.lease('keys', trustIn(server, url, client), () => new KeySet(url, settings.headers));
  lease.release();
  return lease.value;
}
