import { type JsonObject, parseObject, without } from '../json.ts';
import { signToken, type UnsignedToken } from '../jwt.ts';
import type { ProviderContext, Variant } from '../scripted/variant.ts';

const claims = (description: string, change: (claims: JsonObject) => JsonObject): Variant => ({
  description,
  userInfo: change,
});

/** Userinfo as a signed JWT (OpenID Connect Core §5.3.2). */
const signed = (
  description: string,
  change: (token: UnsignedToken, context: ProviderContext) => UnsignedToken = (token) => token,
): Variant => ({
  description,
  answers: {
    userinfo(answer, context) {
      if (answer.status !== 200) return answer;
      const { issuer, clientId, keys } = context;
      const { algorithm: alg, kid, privateKey: key } = keys.signing;
      const honest = { header: { alg, kid }, claims: { ...parseObject(answer.body), iss: issuer, aud: clientId }, key };
      const headers = { ...answer.headers, 'content-type': 'application/jwt' };
      return { ...answer, headers, body: signToken(change(honest, context)) };
    },
  },
});

/** What the userinfo endpoint says. */
export const userInfoVariants = {
  'userinfo/sub-other': claims('The subject is somebody else.', (fields) => ({ ...fields, sub: 'somebody-else' })),
  'userinfo/sub-case': claims('The subject differs by case.', (fields) => ({
    ...fields,
    sub: String(fields.sub).toUpperCase(),
  })),
  'userinfo/sub-missing': claims('No subject.', (fields) => without(fields, 'sub')),
  'userinfo/sub-empty': claims('An empty subject.', (fields) => ({ ...fields, sub: '' })),
  'userinfo/sub-null': claims('The subject is null.', (fields) => ({ ...fields, sub: null })),
  'userinfo/sub-object': claims('The subject is an object.', (fields) => ({ ...fields, sub: { id: fields.sub } })),
  'userinfo/sub-array': claims('The subject is a list of the right one.', (fields) => ({
    ...fields,
    sub: [fields.sub],
  })),
  'userinfo/jwt': signed('A signed JWT, in order.'),
  'userinfo/jwt-bad-signature': signed('A JWT signed by an attacker.', (token, { keys }) => ({
    ...token,
    key: keys.attacker.privateKey,
  })),
  'userinfo/jwt-alg-none': signed('A JWT without a signature.', (token) => ({
    ...token,
    header: { ...token.header, alg: 'none' },
  })),
  'userinfo/jwt-aud-other': signed('A JWT for another client.', (token) => ({
    ...token,
    claims: { ...token.claims, aud: 'another-client' },
  })),
  'userinfo/jwt-iss-other': signed('A JWT of another issuer.', (token, { trapOrigin }) => ({
    ...token,
    claims: { ...token.claims, iss: trapOrigin },
  })),
  'userinfo/jwt-sub-other': signed('A JWT about somebody else.', (token) => ({
    ...token,
    claims: { ...token.claims, sub: 'somebody-else' },
  })),
  'userinfo/error-with-200': {
    description: 'An error with HTTP 200.',
    userInfo: () => ({ error: 'invalid_token', error_description: 'The token is not valid.' }),
  },
} as const satisfies Record<string, Variant>;
