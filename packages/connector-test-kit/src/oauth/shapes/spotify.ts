import { json } from '../../oidc/scripted/answer.ts';
import type { ProviderShape } from './shape.ts';

export const spotify = {
  documentation: [
    'https://developer.spotify.com/documentation/web-api/tutorials/code-flow',
    'https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow',
    'https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile',
  ],
  paths: { authorize: '/authorize', token: '/api/token', userinfo: '/v1/me' },
  clientAuthentication: ['client_secret_basic', 'none'],
  pkce: 'checked',
  sendsIssuer: false,
  userInfo: { accessToken: ['header'], methods: ['GET'] },
  profile: ({ id, name, email, picture }) => ({
    country: 'GB',
    display_name: name,
    email,
    explicit_content: { filter_enabled: false, filter_locked: false },
    external_urls: { spotify: `https://open.spotify.com/user/${id}` },
    followers: { href: null, total: 0 },
    href: `https://api.spotify.com/v1/users/${id}`,
    id,
    images: [{ url: picture, height: 300, width: 300 }],
    product: 'premium',
    type: 'user' as const,
    uri: `spotify:user:${id}`,
  }),
  unauthorized: json({ error: { status: 401, message: 'Invalid access token' } }, 401),
} as const satisfies ProviderShape;
