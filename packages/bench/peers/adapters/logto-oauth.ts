import createConnector from '@logto/connector-oauth';
import { client } from '../../src/provider/world.ts';
import { logtoSignIn } from './logto.ts';

export const start = logtoSignIn(createConnector, ({ origin }) => ({
  clientId: client.id,
  clientSecret: client.secret,
  authorizationEndpoint: `${origin}/oauth/authorize`,
  tokenEndpoint: `${origin}/oauth/token`,
  tokenEndpointAuthMethod: 'client_secret_basic',
  tokenEndpointResponseType: 'json',
  userInfoEndpoint: `${origin}/oauth/me`,
  profileMap: { id: 'id', email: 'email', name: 'global_name' },
}));
