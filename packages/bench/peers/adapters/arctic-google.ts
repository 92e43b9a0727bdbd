import { decodeIdToken, generateCodeVerifier, generateState, Google } from 'arctic';
import * as z from 'zod';
import type { StartSubject } from '../../src/measure/subject.ts';
import { client } from '../../src/provider/world.ts';
import { signInSubject } from '../../src/subjects/sign-in.ts';

const claimsGuard = z.object({ sub: z.string(), email: z.string() });

/** As its documentation shows it: the ID token is read, and nothing of it is checked. */
export const start: StartSubject = async (world) => {
  const google = new Google(client.id, client.secret, client.redirectUri);
  return signInSubject(world, {
    begin: async () => {
      const state = generateState();
      const codeVerifier = generateCodeVerifier();
      return {
        url: google.createAuthorizationURL(state, codeVerifier, ['openid', 'profile', 'email']).href,
        async finish({ searchParams }) {
          if (searchParams.get('state') !== state) throw new Error('The state is another one.');
          const tokens = await google.validateAuthorizationCode(searchParams.get('code') ?? '', codeVerifier);
          const { sub: id, email } = claimsGuard.parse(decodeIdToken(tokens.idToken()));
          return { id, email };
        },
      };
    },
    close: async () => undefined,
  });
};
