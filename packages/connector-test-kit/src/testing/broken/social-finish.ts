import { ConnectorError, type SocialConnector, type SocialSession } from '@jackfield/connector-kit';
import type { BrokenConnector } from './broken-connector.ts';
import { brokenSocial } from './social-change.ts';

/** Social connectors with one fault each in how they finish a sign-in. */
export const brokenAtTheEnd: Readonly<Record<string, BrokenConnector>> = {
  'trusts any state': brokenSocial(
    (good) => finishingWith(good, { session: (session, state) => ({ ...session, state: state ?? '' }) }),
    'attack: a state that is missing, empty or of someone else',
  ),
  'accepts a session of any client': brokenSocial(
    (good) => finishingWith(good, { session: (session) => ({ ...session, client: 'tiny-client' }) }),
    'attack: a session of another client',
  ),
  'accepts old sessions': brokenSocial(
    (good) => finishingWith(good, { session: (session) => ({ ...session, startedAt: Date.now() + 3_600_000 }) }),
    'attack: a session older than ten minutes',
  ),
  'reads the first of repeated parameters': brokenSocial(
    (good) =>
      finishingWith(good, {
        callback: (callback) => (callback instanceof URLSearchParams ? firstOfEach(callback) : callback),
      }),
    'attack: parameters twice',
  ),
  'reads queries only': brokenSocial(
    (good) =>
      finishingWith(good, {
        callback: (callback) => {
          if (callback instanceof Request) return new URL(callback.url).searchParams;
          return callback instanceof FormData ? {} : callback;
        },
      }),
    'accepts the callback as a POST request with a form',
    'accepts the callback as form data',
  ),
  'takes a code although there is an error': brokenSocial(
    (good) =>
      finishingWith(good, {
        callback: (callback) => {
          if (callback instanceof URLSearchParams && callback.has('code')) callback.delete('error');
          return callback;
        },
      }),
    'attack: an error together with a code',
  ),
  'echoes the provider': brokenSocial(
    (good) =>
      rethrowing(good, (error) => {
        const hint = error.details?.providerDescription ?? error.hint ?? '';
        return new ConnectorError(error.code, { hint, ...(error.details && { details: error.details }) });
      }),
    'attack: provider error text echoed',
  ),
  'throws what is no ConnectorError': brokenSocial(
    (good) => rethrowing(good, (error) => new Error(error.message)),
    'refuses anything else as a callback',
    'attack: the same callback twice',
    'attack: a state that is missing, empty or of someone else',
    'attack: a callback without a session',
    'attack: a session that is empty, or not one',
    'attack: a session of another client',
    'attack: a session older than ten minutes',
    'attack: a code of another session',
    'attack: a made-up code',
    'attack: parameters twice',
    'attack: a callback without a code',
    'tells a refusal of the provider by authorization_failed and its code',
    'attack: an error together with a code',
    'attack: provider error text echoed',
  ),
  'takes every address as verified': brokenSocial(
    (good) => ({
      getUserInfo: async (...call) => {
        const { unverifiedEmail, ...user } = await good.getUserInfo(...call);
        return { ...user, ...(unverifiedEmail === undefined ? {} : { email: unverifiedEmail }) };
      },
    }),
    'finds each tab its own session',
    'keeps concurrent sign-ins apart',
    'attack: an unverified address never reaches email',
  ),
  'keeps the session in the instance': brokenSocial(
    (good) => {
      let last: SocialSession | undefined;
      return {
        getAuthorizationUri: (request, setSession) =>
          good.getAuthorizationUri(request, (session) => {
            last = session;
            return setSession(session);
          }),
        getUserInfo: (callback) => good.getUserInfo(callback, () => last),
      };
    },
    'takes the session once, by the state of the callback',
    'finds each tab its own session',
    'keeps concurrent sign-ins apart',
    'finishes with another instance than it began with',
    'attack: the same callback twice',
    'attack: the same callback twice, at the same time',
    'attack: a callback without a session',
    'attack: a session that is empty, or not one',
    'attack: a code of another session',
    'works as Logto calls it',
  ),
  'asks for the session twice': brokenSocial(
    (good) => ({
      getUserInfo: (callback, getSession) =>
        good.getUserInfo(callback, async (state) => {
          const session = await getSession(state);
          await getSession(state);
          return session;
        }),
    }),
    'takes the session once, by the state of the callback',
    'works as Logto calls it',
  ),
};

/** Both ways to finish a sign-in, with the callback or the session changed on their way. */
function finishingWith(
  good: SocialConnector,
  change: {
    callback?: (callback: unknown) => unknown;
    session?: (session: SocialSession, state: string | undefined) => SocialSession;
  },
): Partial<SocialConnector> {
  const { callback: changeCallback = (same) => same, session: changeSession = (same) => same } = change;
  return {
    getUserInfo: (callback, getSession) =>
      good.getUserInfo(changeCallback(callback), async (state) => {
        const session = await getSession(state);
        return session === undefined ? undefined : changeSession(session, state);
      }),
  };
}

/** The first half as it is; finishing throws another error than it would. */
function rethrowing(good: SocialConnector, change: (error: ConnectorError) => Error): Partial<SocialConnector> {
  const rethrow = (error: unknown): never => {
    throw ConnectorError.isInstance(error) ? change(error) : error;
  };
  return { getUserInfo: (callback, getSession) => good.getUserInfo(callback, getSession).catch(rethrow) };
}

/** The last of repeated parameters would win in `Object.fromEntries`. */
function firstOfEach(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...parameters].toReversed());
}
