import { randomUUID } from 'node:crypto';
import type { StartSubject } from '../../src/measure/subject.ts';
import { client, type World } from '../../src/provider/world.ts';
import { content, messageSubject } from '../../src/subjects/message.ts';
import { signInSubject } from '../../src/subjects/sign-in.ts';

type Session = Record<string, unknown>;

/** What Logto's server calls. */
interface LogtoConnector {
  getAuthorizationUri(
    request: Readonly<Record<'state' | 'redirectUri' | 'connectorId' | 'connectorFactoryId' | 'jti', string>> & {
      headers: object;
    },
    setSession: (session: Session) => Promise<void>,
  ): Promise<string>;
  getUserInfo(data: object, getSession: () => Promise<Session>): Promise<{ id: string; email?: string }>;
  sendMessage(message: { to: string; type: string; payload: object }): Promise<unknown>;
}

export type CreateLogtoConnector = (options: { getConfig: () => Promise<object> }) => Promise<LogtoConnector>;

/** Sign-ins with one of Logto's connectors, called as its server does. */
export function logtoSignIn(create: CreateLogtoConnector, configOf: (world: World) => object): StartSubject {
  return async (world) => {
    const config = configOf(world);
    const connector = await create({ getConfig: async () => config });
    return signInSubject(world, {
      begin: async () => {
        let session: Session = {};
        const state = randomUUID();
        const { redirectUri } = client;
        const instance = { connectorId: 'connector', connectorFactoryId: 'factory', jti: 'jti', headers: {} };
        const url = await connector.getAuthorizationUri({ state, redirectUri, ...instance }, async (data) => {
          session = { redirectUri, ...data };
        });
        return {
          url,
          async finish({ searchParams }) {
            // Logto's page compares the state and leaves it out; it adds the redirect URI.
            if (searchParams.get('state') !== state) throw new Error('The state is another one.');
            const data = { code: searchParams.get('code'), redirectUri };
            const { id, email } = await connector.getUserInfo(data, async () => session);
            return { id, email };
          },
        };
      },
      close: async () => undefined,
    });
  };
}

/** Messages with one of Logto's connectors. */
export function logtoMessage(
  create: CreateLogtoConnector,
  configOf: (world: World) => object,
  recipient: (index: number) => string,
): StartSubject {
  return async (world) => {
    const config = configOf(world);
    const connector = await create({ getConfig: async () => config });
    return messageSubject(
      (index) => connector.sendMessage({ to: recipient(index), ...content }),
      async () => undefined,
    );
  };
}

/** The types that its configurations must have templates for. */
export const requiredTypes = ['SignIn', 'Register', 'ForgotPassword', 'Generic'] as const;
