import { json, oauthError } from '../../oidc/scripted/answer.ts';
import type { Answer } from '../../oidc/scripted/variant.ts';
import type { ProviderShape } from './shape.ts';

const tokenErrors: Readonly<Record<string, Answer>> = {
  invalid_client: oauthError('unauthorized_client', 'Missing valid authorization header', 401),
  invalid_grant: oauthError('invalid_request', 'Value passed for the authorization code was invalid.'),
};

export const x: ProviderShape = {
  documentation: [
    'https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token',
    'https://docs.x.com/x-api/users/lookup/quickstart/authenticated-lookup',
  ],
  paths: {
    authorize: '/i/oauth2/authorize',
    token: '/2/oauth2/token',
    userinfo: '/2/users/me',
    revocation: '/2/oauth2/revoke',
  },
  clientAuthentication: ['client_secret_basic', 'none'],
  pkce: 'required',
  sendsIssuer: false,
  userInfo: { accessToken: ['header'], methods: ['GET'] },
  tokens: (standard) => ({ ...standard, token_type: 'bearer', expires_in: 7200 }),
  tokenError: (error) => tokenErrors[error] ?? oauthError('invalid_request', 'Value passed was invalid.'),
  revoked: json({ revoked: true }),
  profile({ id, username, name, email, picture }, query) {
    const optional = { profile_image_url: picture, confirmed_email: email };
    const asked = (query.get('user.fields') ?? '').split(',');
    const chosen = Object.entries(optional).filter(([field]) => asked.includes(field));
    return { data: { id, name, username, ...Object.fromEntries(chosen) } };
  },
  unauthorized: json({ title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' }, 401),
};
