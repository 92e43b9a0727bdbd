import { type JsonObject, without } from '../../oidc/json.ts';
import { json } from '../../oidc/scripted/answer.ts';
import type { Answer } from '../../oidc/scripted/variant.ts';
import type { ProviderShape } from './shape.ts';

/** The Graph API puts every error into one object, with a number for its kind. */
const graphError = (code: number, message: string, headers: Answer['headers'] = {}): Answer =>
  json({ error: { message, type: 'OAuthException', code, fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUv' } }, 400, headers);

const tokenErrors: Readonly<Record<string, Answer>> = {
  invalid_client: graphError(1, 'Error validating client secret.'),
  invalid_grant: graphError(100, 'Invalid verification code format.'),
};

export const facebook: ProviderShape = {
  documentation: [
    'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow',
    'https://developers.facebook.com/docs/facebook-login/guides/advanced/oidc-token',
    'https://developers.facebook.com/docs/graph-api/reference/user',
    'https://developers.facebook.com/docs/graph-api/guides/error-handling',
  ],
  paths: { authorize: '/v24.0/dialog/oauth', token: '/v24.0/oauth/access_token', userinfo: '/v24.0/me' },
  clientAuthentication: ['client_secret_post'],
  pkce: 'checked',
  sendsIssuer: false,
  userInfo: { accessToken: ['header', 'query'], methods: ['GET'] },
  tokens: (standard) => ({
    ...without(standard, 'refresh_token', 'scope'),
    token_type: 'bearer',
    expires_in: 5_183_944,
  }),
  tokenError: (error) => tokenErrors[error] ?? graphError(100, 'Invalid parameter'),
  profile({ id, name, email, picture }, query) {
    const all: JsonObject = {
      id,
      name,
      email,
      picture: { data: { height: 50, is_silhouette: false, url: picture, width: 50 } },
    };
    const asked = (query.get('fields') ?? 'name').split(',');
    return Object.fromEntries(Object.entries(all).filter(([field]) => field === 'id' || asked.includes(field)));
  },
  unauthorized: graphError(190, 'Invalid OAuth access token - Cannot parse access token', {
    'www-authenticate': 'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token"',
  }),
};
