import type { StartSubject } from '../../src/measure/subject.ts';
import type { World } from '../../src/provider/world.ts';
import { type Person, signInSubject } from '../../src/subjects/sign-in.ts';

/** The parts of a request that the strategies read. */
interface PassportRequest {
  url: string;
  query: Readonly<Record<string, string>>;
  session: object;
  headers: object;
  connection: object;
}

type Done = (error: unknown, user?: Person) => void;

interface Strategy {
  authenticate(request: PassportRequest, options: object): void;
}

/** The verify function is told apart by the number of its parameters. */
export type StrategyClass = new (options: object, verify: (...args: never[]) => void) => Strategy;

interface Outcome {
  redirectedTo?: string;
  user?: Person;
}

/** Sign-ins with a strategy of Passport. It is driven as `passport.authenticate` does it, without the framework. */
export const passportSignIn =
  (createStrategy: (world: World) => Strategy): StartSubject =>
  async (world) => {
    const strategy = createStrategy(world);
    return signInSubject(world, {
      begin: async () => {
        const session = {};
        const { redirectedTo: url = '' } = await authenticate(strategy, session, new URLSearchParams());
        return {
          url,
          async finish({ searchParams }) {
            const { user } = await authenticate(strategy, session, searchParams);
            if (user === undefined) throw new Error('Nobody was signed in.');
            return user;
          },
        };
      },
      close: async () => undefined,
    });
  };

function authenticate(strategy: Strategy, session: object, query: URLSearchParams): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const attempt: Strategy = Object.assign(Object.create(strategy), {
      success: (user: Person) => resolve({ user }),
      redirect: (redirectedTo: string) => resolve({ redirectedTo }),
      fail: (reason: unknown) => reject(new Error(`Refused: ${JSON.stringify(reason)}`)),
      error: reject,
    });
    const connection = { encrypted: true };
    attempt.authenticate({ url: '/', query: Object.fromEntries(query), session, headers: {}, connection }, {});
  });
}

/** A profile as the strategies make it. */
export interface Profile {
  readonly id: string;
  readonly emails?: readonly { readonly value: string }[];
}

export const personOf = ({ id, emails }: Profile): Person => ({ id, email: emails?.[0]?.value });

/** The verify function of strategies on OAuth 2.0. */
export const verifyOAuth = (_accessToken: string, _refreshToken: string, profile: Profile, done: Done): void =>
  done(null, personOf(profile));

/** The verify function of the one on OpenID Connect. */
export const verifyOpenId = (_issuer: string, profile: Profile, done: Done): void => done(null, personOf(profile));
