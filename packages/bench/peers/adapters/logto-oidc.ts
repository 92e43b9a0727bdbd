import createConnector from '@logto/connector-oidc';
import { client } from '../../src/provider/world.ts';
import { logtoSignIn } from './logto.ts';

export const start = logtoSignIn(createConnector, ({ origin }) => ({
  clientId: client.id,
  clientSecret: client.secret,
  authorizationEndpoint: `${origin}/openid/authorize`,
  tokenEndpoint: `${origin}/openid/token`,
  tokenEndpointAuthMethod: 'client_secret_basic',
  scope: 'openid profile email',
  idTokenVerificationConfig: { jwksUri: `${origin}/openid/keys`, issuer: `${origin}/openid` },
}));
