import passport from 'passport-github2';
import { client } from '../../src/provider/world.ts';
import { passportSignIn, verifyOAuth } from './passport.ts';

export const start = passportSignIn(
  () =>
    new passport.Strategy(
      {
        clientID: client.id,
        clientSecret: client.secret,
        callbackURL: client.redirectUri,
        scope: ['user:email'],
        state: true,
        pkce: true,
      },
      verifyOAuth,
    ),
);
