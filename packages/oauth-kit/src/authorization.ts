import { hash } from 'node:crypto';
import {
  type AuthorizationRequest,
  ConnectorError,
  type SetSession,
  type SocialSession,
} from '@jackfield/connector-kit';
import { withoutReserved } from './reserved-parameters.ts';
import { resolveServer, type Server } from './server.ts';
import { clientFingerprint, storeSession } from './session.ts';
import type { OAuthClient } from './settings.ts';

/**
 * Starts a sign-in: makes `state`, PKCE (S256, always) and, with OpenID Connect, a nonce, stores them in the session, and
 * returns the URL to send the browser to.
 *
 * @throws `invalid_request_parameters`; what discovery and `setSession` throw
 */
export async function getAuthorizationUri(
  client: OAuthClient,
  request: AuthorizationRequest,
  setSession: SetSession,
): Promise<string> {
  checkRequest(request);
  const server = await resolveServer(client);
  const { settings, runtime } = client;
  const session: SocialSession & { state: string } = {
    state: request.state ?? randomText(client),
    redirectUri: request.redirectUri,
    client: clientFingerprint(client),
    createdAt: runtime.clock.now(),
    ...definedOnly({
      connectorId: request.connectorId,
      connectorFactoryId: request.connectorFactoryId,
      jti: request.jti,
    }),
    ...(settings.withoutPkce ? {} : { codeVerifier: randomText(client) }),
    ...(settings.openid && !settings.withoutNonce ? { nonce: randomText(client) } : {}),
  };
  const stored = await storeSession(client, session, setSession);
  return authorizationUri(client, server, request, stored ? session : { state: session.state });
}

function authorizationUri(
  { settings }: OAuthClient,
  server: Server,
  request: AuthorizationRequest,
  { state, nonce, codeVerifier }: SocialSession & { state: string },
): string {
  const parameters: Record<string, string | undefined> = {
    ...withoutReserved(settings.authorizationParameters),
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: request.redirectUri,
    scope: (request.scope ?? settings.scope) || undefined,
    state,
    nonce,
    ...(typeof codeVerifier === 'string'
      ? { code_challenge: challenge(codeVerifier), code_challenge_method: 'S256' }
      : {}),
    ...(settings.responseMode === 'form_post' ? { response_mode: 'form_post' } : {}),
    ...(settings.maxAge === undefined ? {} : { max_age: String(settings.maxAge) }),
    prompt: request.prompt,
    login_hint: request.loginHint,
    ui_locales: request.uiLocales,
  };
  const endpoint = server.authorization_endpoint;
  const [address = ''] = endpoint.split('?', 1);
  const added = definedOnly(parameters);
  const query = new URLSearchParams(added);
  for (const [name, value] of new URLSearchParams(endpoint.slice(address.length))) {
    if (!Object.hasOwn(added, name)) query.append(name, value);
  }
  return `${address}?${query.toString()}`;
}

function definedOnly(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** RFC 7636 §4.2. */
function challenge(codeVerifier: string): string {
  return hash('sha256', codeVerifier, 'base64url');
}

function randomText({ runtime: { random } }: OAuthClient): string {
  const { buffer, byteOffset, byteLength } = random.bytes(32);
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64url');
}

function checkRequest({ redirectUri, ...texts }: AuthorizationRequest): void {
  const parsed = typeof redirectUri === 'string' ? URL.parse(redirectUri) : null;
  if (parsed === null) throw refused('"redirectUri" must be an absolute URL.');
  const { protocol, hash: fragment } = parsed;
  if (fragment !== '' || redirectUri.includes('#'))
    throw refused('"redirectUri" must not have a fragment (RFC 6749 §3.1.2).');
  if (['javascript:', 'data:', 'vbscript:', 'file:', 'blob:'].includes(protocol)) {
    throw refused(`"redirectUri" must be an http(s) URL or a native application's own scheme.`);
  }
  for (const name of ['state', 'scope', 'prompt', 'loginHint', 'uiLocales'] as const) {
    const text: unknown = texts[name];
    if (text === undefined) continue;
    if (typeof text !== 'string' || text.length > 2048 || /\p{Cc}/u.test(text)) {
      throw refused(`"${name}" must be a text of at most 2048 characters without control characters.`);
    }
    if (name === 'state' && text === '') throw refused('"state" must not be empty; leave it out to have one made.');
  }
}

function refused(hint: string): ConnectorError {
  return new ConnectorError('invalid_request_parameters', { hint });
}
