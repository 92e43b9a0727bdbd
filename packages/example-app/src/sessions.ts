import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CodeStatus } from './codes.ts';
import { ExpiringMap } from './expiring-map.ts';
import type { Person } from './people.ts';

/** Seconds: eight hours. */
const lifetime = 8 * 60 * 60;
const cookieName = 'example-session';

/** What the server remembers of one browser. */
export interface Session {
  readonly id: string;
  readonly person?: Person;
  /** How the last code for this browser fares. */
  code?: CodeStatus | undefined;
}

export interface Sessions {
  find(c: Context): Session | undefined;
  /** A session with a new id. Called at sign-in, so that an id which somebody planted before is worth nothing. */
  start(c: Context, person?: Person): Session;
  end(c: Context): void;
}

/**
 * Keeps sessions on the server; the browser has a random id in a cookie that scripts and other sites cannot use.
 *
 * @param secure whether browsers reach the server by https
 */
export function createSessions(secure: boolean, now: () => number): Sessions {
  const sessions = new ExpiringMap<Session>(lifetime * 1000, now);
  const prefix = secure ? { prefix: 'host' as const } : {};
  const readId = (c: Context) => getCookie(c, cookieName, prefix.prefix) ?? '';
  return {
    find: (c) => sessions.get(readId(c)),
    start(c, person) {
      sessions.delete(readId(c));
      const session: Session = { id: randomBytes(32).toString('base64url'), ...(person && { person }) };
      sessions.set(session.id, session);
      setCookie(c, cookieName, session.id, { ...prefix, path: '/', httpOnly: true, sameSite: 'Lax', maxAge: lifetime });
      return session;
    },
    end(c) {
      sessions.delete(readId(c));
      deleteCookie(c, cookieName, { ...prefix, path: '/', httpOnly: true, sameSite: 'Lax' });
    },
  };
}
