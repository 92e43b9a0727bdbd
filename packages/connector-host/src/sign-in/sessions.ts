import { sql } from 'kysely';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import { prepared, type ValueOf } from '../database/prepared.ts';
import type { Instant, SessionTable } from '../database/tables.ts';
import { rowContext } from '../keys/sealed-columns.ts';
import { hashToken, randomToken } from '../tokens.ts';
import { type Identity, toIdentity, toUser, type User } from '../users/user.ts';
import type { Cookies } from './cookies.ts';

/** Who is signed in. Times are milliseconds since the epoch. */
export interface Session {
  readonly user: User;
  /** How the person signed in; absent after a code. */
  readonly identity?: Identity;
  /** Id of the connector with which. */
  readonly connector?: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface SessionOrigin {
  readonly userId: string;
  readonly identityId: string | null;
  readonly connector: string | null;
  readonly idToken: string | null;
}

/** What was left of a session that has ended. */
export interface EndedSession {
  readonly connector: string | null;
  readonly idToken: string | null;
}

export interface Sessions {
  /** @returns `undefined` when nobody is signed in */
  find(request: Request): Promise<(Session & { readonly hash: string }) | undefined>;
  /**
   * Starts a session, always under a new id (a planted one is worth nothing), and ends the one that the browser had. Of
   * very many sessions of one person, the oldest end.
   *
   * @returns the `Set-Cookie` header
   */
  start(tx: Write, request: Request, origin: SessionOrigin): Promise<string>;
  /** Ends the browser's session. */
  end(request: Request): Promise<EndedSession | undefined>;
  /** The `Set-Cookie` header that takes the cookie away. */
  readonly noCookie: string;
}

/** Of one person, in all their browsers: a program that signs in again and again shall not fill the database. */
const mostSessions = 100;

/** @param lifetime milliseconds */
export function createSessions(context: HostContext, cookies: Cookies, lifetime: number): Sessions {
  const { database, keys, clock, random } = context;
  const hashOf = (request: Request): string | undefined => {
    const token = cookies.read(request, 'session');
    return token === undefined ? undefined : hashToken(token);
  };
  return {
    async find(request) {
      const hash = hashOf(request);
      if (hash === undefined) return undefined;
      return database.read(async (db) => {
        const [row] = (await findSession(db, { hash, now: clock.now() })).rows;
        if (!row) return undefined;
        const { identity_id: id, connector, started_at: createdAt, expires_at: expiresAt } = row;
        const [identity] = id === null ? [] : (await findIdentity(db, { id })).rows;
        return {
          hash,
          user: toUser(row),
          ...(identity && { identity: toIdentity(identity) }),
          ...(connector !== null && { connector }),
          createdAt,
          expiresAt,
        };
      });
    },
    async start(tx, request, { userId, identityId, connector, idToken }) {
      const former = hashOf(request);
      if (former !== undefined) await tx.deleteFrom('sessions').where('id_hash', '=', former).execute();
      await endOldest(tx, { userId });
      const token = randomToken(random);
      const hash = hashToken(token);
      const now = clock.now();
      await insert(tx, {
        id_hash: hash,
        user_id: userId,
        identity_id: identityId,
        connector,
        id_token: idToken === null ? null : keys.seal(idToken, rowContext('sessions', hash)),
        created_at: now,
        expires_at: now + lifetime,
      });
      return cookies.write('session', token, { sameSite: 'Lax', maxAge: Math.floor(lifetime / 1000) });
    },
    async end(request) {
      const hash = hashOf(request);
      if (hash === undefined) return undefined;
      const row = await database.write((tx) =>
        tx.deleteFrom('sessions').where('id_hash', '=', hash).returningAll().executeTakeFirst(),
      );
      if (!row) return undefined;
      return { connector: row.connector, idToken: openIdToken(context, hash, row.id_token) };
    },
    noCookie: cookies.write('session', '', { sameSite: 'Lax', maxAge: 0 }),
  };
}

const findSession = prepared((db, value: ValueOf<{ hash: string; now: Instant }>) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('users')
    .select(['identity_id', 'connector', 'sessions.created_at as started_at', 'expires_at'])
    .where('id_hash', '=', value('hash'))
    .where('expires_at', '>', value('now')),
);

const findIdentity = prepared((db, value: ValueOf<{ id: string }>) =>
  db.selectFrom('identities').selectAll().where('id', '=', value('id')),
);

/** Makes room for one more. */
const endOldest = prepared((db, value: ValueOf<{ userId: string }>) =>
  db.deleteFrom('sessions').where('id_hash', 'in', (eb) =>
    eb
      .selectFrom('sessions')
      .select('id_hash')
      .where('user_id', '=', value('userId'))
      .orderBy('created_at', 'desc')
      .limit(sql.lit(mostSessions))
      .offset(sql.lit(mostSessions - 1)),
  ),
);

const insert = prepared((db, value: ValueOf<SessionTable>) =>
  db.insertInto('sessions').values({
    id_hash: value('id_hash'),
    user_id: value('user_id'),
    identity_id: value('identity_id'),
    connector: value('connector'),
    id_token: value('id_token'),
    created_at: value('created_at'),
    expires_at: value('expires_at'),
  }),
);

/** One that cannot be opened must not keep anybody from signing out. */
function openIdToken({ keys, log }: HostContext, hash: string, sealed: string | null): string | null {
  try {
    return sealed === null ? null : keys.open(sealed, rowContext('sessions', hash));
  } catch {
    log('warn', 'sessions.id_token_unreadable');
    return null;
  }
}
