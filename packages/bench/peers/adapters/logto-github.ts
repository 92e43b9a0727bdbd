import createConnector from '@logto/connector-github';
import { client } from '../../src/provider/world.ts';
import { logtoSignIn } from './logto.ts';

export const start = logtoSignIn(createConnector, () => ({ clientId: client.id, clientSecret: client.secret }));
