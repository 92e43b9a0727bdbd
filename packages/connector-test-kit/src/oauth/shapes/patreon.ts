import type { JsonObject } from '../../oidc/json.ts';
import { json } from '../../oidc/scripted/answer.ts';
import type { ProviderShape } from './shape.ts';

/** Answers in the form of JSON:API; the query names the attributes that it wants. */
export const patreon: ProviderShape = {
  documentation: ['https://docs.patreon.com/#oauth', 'https://docs.patreon.com/#get-api-oauth2-v2-identity'],
  paths: { authorize: '/oauth2/authorize', token: '/api/oauth2/token', userinfo: '/api/oauth2/v2/identity' },
  clientAuthentication: ['client_secret_post'],
  pkce: 'ignored',
  sendsIssuer: false,
  userInfo: { accessToken: ['header'], methods: ['GET'] },
  tokens: (standard) => ({ ...standard, expires_in: 2_678_400, version: '0.0.1' }),
  profile({ id, name, email, emailVerified, picture }, query) {
    const all: JsonObject = { email, full_name: name, image_url: picture, is_email_verified: emailVerified };
    const asked = (query.get('fields[user]') ?? '').split(',');
    const attributes = Object.fromEntries(Object.entries(all).filter(([field]) => asked.includes(field)));
    return {
      data: { attributes, id, type: 'user' },
      links: { self: `https://www.patreon.com/api/oauth2/v2/user/${id}` },
    };
  },
  unauthorized: json({ errors: [{ code: 1, code_name: 'Unauthorized', status: '401', title: 'Unauthorized' }] }, 401),
};
