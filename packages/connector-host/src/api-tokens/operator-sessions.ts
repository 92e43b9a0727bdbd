import type { HostContext } from '../context.ts';
import { hashToken, randomToken } from '../tokens.ts';
import { type ApiToken, readApiToken } from './api-tokens.ts';

/** How long an operator stays signed in to the console: a working day. Milliseconds. */
const longestSession = 12 * 60 * 60_000;
const cookieShape = /^[\w-]{43}$/;

/** A session of the console as its cookie carries it. */
export interface OperatorSession {
  readonly cookie: string;
  /** Milliseconds. */
  readonly lifetime: number;
}

/** Begins a session with the rights of a token; it ends with the token at the latest. */
export async function startOperatorSession(
  { database, random, clock }: HostContext,
  token: ApiToken,
): Promise<OperatorSession> {
  const now = clock.now();
  const cookie = randomToken(random);
  const lifetime = Math.min(longestSession, (token.expiresAt ?? Infinity) - now);
  await database.write(async (tx) => {
    await tx.deleteFrom('operator_sessions').where('expires_at', '<=', now).execute();
    await tx
      .insertInto('operator_sessions')
      .values({ id_hash: hashToken(cookie), token_id: token.id, created_at: now, expires_at: now + lifetime })
      .execute();
  });
  return { cookie, lifetime };
}

/** The token whose rights the session has; `undefined` when either of them has ended. */
export async function findOperatorSession(
  { database, clock }: HostContext,
  cookie: string,
): Promise<ApiToken | undefined> {
  if (!cookieShape.test(cookie)) return undefined;
  const now = clock.now();
  return database.read(async (db) => {
    const session = await db
      .selectFrom('operator_sessions')
      .select('token_id')
      .where('id_hash', '=', hashToken(cookie))
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return session && readApiToken(db, session.token_id, now);
  });
}

/** Ends a session; one that is not there is ended already. */
export async function endOperatorSession({ database }: HostContext, cookie: string): Promise<void> {
  await database.write((tx) => tx.deleteFrom('operator_sessions').where('id_hash', '=', hashToken(cookie)).execute());
}
