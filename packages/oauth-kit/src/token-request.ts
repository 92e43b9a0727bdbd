import { ConnectorError, type TokenResponse } from '@jackfield/connector-kit';
import * as oauth from 'oauth4webapi';
import { checkError } from './provider-errors.ts';
import { providerFetch } from './provider-fetch.ts';
import { jsonResponse } from './provider-response.ts';
import { withoutReserved } from './reserved-parameters.ts';
import type { Server } from './server.ts';
import type { OAuthClient } from './settings.ts';
import type { TokenRequest } from './token-errors.ts';
import { readTokenResponse } from './token-response.ts';

/** What `oauth4webapi` takes with every token request. */
interface SendOptions {
  additionalParameters: Record<string, string>;
  [oauth.allowInsecureRequests]: true;
  [oauth.customFetch]: ReturnType<typeof providerFetch>;
}

/**
 * Sends a request to the token endpoint by `send` and reads its answer.
 *
 * `allowInsecureRequests` hands the decision about plain http to the outbound policy, which allows it for named loopback
 * hosts only.
 */
export async function requestTokens(
  client: OAuthClient,
  server: Server,
  { grant, secrets }: Pick<TokenRequest, 'grant' | 'secrets'>,
  send: (options: SendOptions) => Promise<unknown>,
): Promise<TokenResponse> {
  const request = { client, grant, secrets, url: server.token_endpoint };
  let tokens: TokenResponse | undefined;
  await send({
    additionalParameters: withoutReserved(client.settings.tokenParameters),
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: providerFetch(client, (answer) => {
      tokens = readTokenResponse(answer, request);
      return jsonResponse(tokens);
    }),
  }).catch((error: unknown) => {
    throw checkError(
      error,
      'invalid_config',
      "The token request could not be made. Check the token endpoint's address.",
    );
  });
  if (tokens) return tokens;
  throw new ConnectorError('general', { hint: 'The token request was not sent.' });
}
