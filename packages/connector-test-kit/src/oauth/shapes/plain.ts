import { json } from '../../oidc/scripted/answer.ts';
import type { ProviderShape } from './shape.ts';

/** RFC 6749, 6750, 7009, 7636 and 9207 to the letter; every way to authenticate and to ask for the profile. */
export const plain: ProviderShape = {
  documentation: ['https://www.rfc-editor.org/rfc/rfc6749', 'https://www.rfc-editor.org/rfc/rfc6750'],
  paths: { authorize: '/authorize', token: '/token', userinfo: '/me', revocation: '/revoke' },
  clientAuthentication: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'],
  pkce: 'checked',
  sendsIssuer: true,
  userInfo: { accessToken: ['header', 'query', 'form'], methods: ['GET', 'POST'] },
  profile: ({ id, name, email, emailVerified, picture }) => ({
    id: BigInt(id),
    name,
    email,
    email_verified: emailVerified,
    picture,
  }),
  unauthorized: json({ error: 'invalid_token' }, 401, { 'www-authenticate': 'Bearer error="invalid_token"' }),
};
