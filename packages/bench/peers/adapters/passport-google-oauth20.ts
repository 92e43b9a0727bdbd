import passport from 'passport-google-oauth20';
import { client } from '../../src/provider/world.ts';
import { passportSignIn, verifyOAuth } from './passport.ts';

export const start = passportSignIn(
  () =>
    new passport.Strategy(
      {
        clientID: client.id,
        clientSecret: client.secret,
        callbackURL: client.redirectUri,
        scope: ['openid', 'profile', 'email'],
        state: true,
        pkce: true,
      },
      verifyOAuth,
    ),
);
