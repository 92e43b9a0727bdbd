import { json } from '../../oidc/scripted/answer.ts';
import type { ProviderShape } from './shape.ts';

export const discord = {
  documentation: [
    'https://docs.discord.com/developers/topics/oauth2',
    'https://docs.discord.com/developers/resources/user',
    'https://discord.com/.well-known/oauth-authorization-server',
  ],
  paths: {
    authorize: '/api/oauth2/authorize',
    token: '/api/oauth2/token',
    userinfo: '/api/v10/users/@me',
    revocation: '/api/oauth2/token/revoke',
  },
  clientAuthentication: ['client_secret_basic', 'client_secret_post', 'none'],
  pkce: 'checked',
  sendsIssuer: true,
  userInfo: { accessToken: ['header'], methods: ['GET'] },
  tokens: (standard) => ({ ...standard, expires_in: 604_800 }),
  revoked: json({}),
  profile: ({ id, username, name, email, emailVerified }) => ({
    id,
    username,
    discriminator: '0',
    global_name: name,
    avatar: '8342729096ea3675442027381ff50dfe',
    verified: emailVerified,
    email,
    flags: 64,
    banner: null,
    accent_color: null,
    premium_type: 0,
    public_flags: 64,
    locale: 'en-GB',
    mfa_enabled: false,
  }),
  unauthorized: json({ message: '401: Unauthorized', code: 0 }, 401),
} as const satisfies ProviderShape;
