import { ConnectorError, type EndSessionRequest } from '@jackfield/connector-kit';
import { resolveServer } from './server.ts';
import type { OAuthClient } from './settings.ts';

/**
 * OpenID Connect RP-Initiated Logout 1.0 §2: the URL that ends the person's session at the provider.
 *
 * @throws `not_implemented` when the provider names no such endpoint
 */
export async function getEndSessionUri(client: OAuthClient, request: EndSessionRequest = {}): Promise<string> {
  const { end_session_endpoint: endpoint } = await resolveServer(client);
  if (endpoint === undefined) {
    throw new ConnectorError('not_implemented', {
      hint: 'The provider names no end-session endpoint. Sign the person out of your own session only.',
    });
  }
  const uri = new URL(endpoint);
  const parameters = {
    client_id: client.settings.clientId,
    id_token_hint: request.idTokenHint,
    post_logout_redirect_uri: request.postLogoutRedirectUri,
    state: request.state,
    ui_locales: request.uiLocales,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) uri.searchParams.set(name, value);
  }
  return uri.href;
}
