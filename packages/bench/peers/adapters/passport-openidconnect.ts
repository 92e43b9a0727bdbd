import Strategy from 'passport-openidconnect';
import { client } from '../../src/provider/world.ts';
import { passportSignIn, verifyOpenId } from './passport.ts';

/** The ID token holds everything, so the userinfo endpoint is not asked. It does not check the token's signature. */
export const start = passportSignIn(
  ({ origin }) =>
    new Strategy(
      {
        issuer: `${origin}/openid`,
        authorizationURL: `${origin}/openid/authorize`,
        tokenURL: `${origin}/openid/token`,
        clientID: client.id,
        clientSecret: client.secret,
        callbackURL: client.redirectUri,
        scope: ['profile', 'email'],
        skipUserProfile: true,
      },
      verifyOpenId,
    ),
);
