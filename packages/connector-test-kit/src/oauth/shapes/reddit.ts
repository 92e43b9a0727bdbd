import { json } from '../../oidc/scripted/answer.ts';
import type { ProviderShape } from './shape.ts';

const unauthorized = json({ message: 'Unauthorized', error: 401 }, 401);

/** Answers a wrong code with HTTP 200, and a wrong client with an error that is a number. */
export const reddit: ProviderShape = {
  documentation: [
    'https://github.com/reddit-archive/reddit/wiki/OAuth2',
    'https://www.reddit.com/dev/api/#GET_api_v1_me',
  ],
  paths: {
    authorize: '/api/v1/authorize',
    token: '/api/v1/access_token',
    userinfo: '/api/v1/me',
    revocation: '/api/v1/revoke_token',
  },
  clientAuthentication: ['client_secret_basic'],
  pkce: 'ignored',
  sendsIssuer: false,
  userInfo: { accessToken: ['header'], methods: ['GET'] },
  tokens: (standard) => ({ ...standard, token_type: 'bearer', expires_in: 86_400 }),
  tokenError: (error, status) => (status === 401 ? unauthorized : json({ error })),
  revoked: { status: 204, headers: {}, body: '' },
  profile: ({ id, username, emailVerified, picture }) => ({
    id,
    name: username,
    has_verified_email: emailVerified,
    icon_img: picture,
    created_utc: 1_300_000_000,
    is_suspended: false,
    verified: true,
  }),
  unauthorized,
};
