import * as openid from 'openid-client';
import type { StartSubject } from '../../src/measure/subject.ts';
import { client } from '../../src/provider/world.ts';
import { signInSubject } from '../../src/subjects/sign-in.ts';

/** With PKCE, state, nonce, and the check of the ID token's signature that it leaves off by default. */
export const start: StartSubject = async (world) => {
  const authentication = openid.ClientSecretBasic(client.secret);
  const configuration = await openid.discovery(new URL(`${world.origin}/openid`), client.id, undefined, authentication);
  openid.enableNonRepudiationChecks(configuration);
  return signInSubject(world, {
    begin: async () => {
      const pkceCodeVerifier = openid.randomPKCECodeVerifier();
      const expectedState = openid.randomState();
      const expectedNonce = openid.randomNonce();
      const url = openid.buildAuthorizationUrl(configuration, {
        redirect_uri: client.redirectUri,
        scope: 'openid profile email',
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: expectedState,
        nonce: expectedNonce,
      });
      return {
        url: url.href,
        async finish(callback) {
          const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
          const claims = (await openid.authorizationCodeGrant(configuration, callback, checks)).claims();
          return { id: claims?.sub ?? '', email: typeof claims?.email === 'string' ? claims.email : undefined };
        },
      };
    },
    close: async () => undefined,
  });
};
