import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Actor, appendAudit } from '../audit/audit.ts';
import type { HostContext } from '../context.ts';
import type { Tables } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import { hashToken, randomId, randomToken } from '../tokens.ts';

/** `write` includes `read`. */
export type TokenScope = 'read' | 'write';

/** A token of the API, without the token itself: the database has its hash alone. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  readonly createdAt: number;
  /** `null`: never. */
  readonly expiresAt: number | null;
}

export interface CreateApiToken {
  /** What it is for; 1 to 100 characters. */
  readonly name: string;
  readonly scope: TokenScope;
  /** Milliseconds since the epoch. Default: never. */
  readonly expiresAt?: number | null;
}

/** Recognisable, so that scanners of repositories and logs can find one. */
const tokenPrefix = 'jf_';
const tokenShape = /^jf_[\w-]{43}$/;
const columns = ['id', 'name', 'scope', 'created_at', 'expires_at'] as const;

/**
 * Makes a token.
 *
 * @returns the token, which cannot be read again, and what is known of it
 * @throws `invalid_request` when it would have ended already, or its name is empty, too long or no plain text
 */
export async function createApiToken(
  context: HostContext,
  { name, scope, expiresAt = null }: CreateApiToken,
  actor: Actor,
): Promise<{ token: string; info: ApiToken }> {
  const { database, random, clock } = context;
  const createdAt = clock.now();
  if (expiresAt !== null && expiresAt <= createdAt) {
    throw new HostError('invalid_request', { hint: 'expiresAt: must lie in the future.' });
  }
  if (name.trim() === '' || name.length > 100 || /[\p{Cc}\p{Surrogate}]/u.test(name)) {
    throw new HostError('invalid_request', { hint: 'name: must have 1 to 100 characters, and no control characters.' });
  }
  const token = `${tokenPrefix}${randomToken(random)}`;
  const info: ApiToken = { id: randomId(random), name, scope, createdAt, expiresAt };
  await database.write(async (tx) => {
    await tx
      .insertInto('api_tokens')
      .values({ id: info.id, name, token_hash: hashToken(token), scope, created_at: createdAt, expires_at: expiresAt })
      .execute();
    await appendAudit(tx, context, {
      actor,
      action: 'token.create',
      subject: info.id,
      details: { name, scope, expiresAt },
    });
  });
  return { token, info };
}

/** All that have not been revoked, newest first; also those that have ended. */
export async function listApiTokens({ database }: HostContext): Promise<readonly ApiToken[]> {
  const rows = await database.read((db) =>
    db.selectFrom('api_tokens').select(columns).orderBy('created_at', 'desc').orderBy('id').execute(),
  );
  return rows.map(toToken);
}

/**
 * Ends a token, and with it every session of the console that was begun with it.
 *
 * @throws `not_found`
 */
export async function revokeApiToken(context: HostContext, id: string, actor: Actor): Promise<void> {
  await context.database.write(async (tx) => {
    const removed = await tx.deleteFrom('api_tokens').where('id', '=', id).returning('name').executeTakeFirst();
    if (!removed) throw new HostError('not_found', { hint: 'There is no token with this id.' });
    await appendAudit(tx, context, { actor, action: 'token.revoke', subject: id, details: { name: removed.name } });
  });
}

/** The token that `presented` is; `undefined` when it is none, or has ended or been revoked. */
export async function findApiToken({ database, clock }: HostContext, presented: string): Promise<ApiToken | undefined> {
  if (!tokenShape.test(presented)) return undefined;
  const hash = hashToken(presented);
  // What a look-up by index tells by its timing is a prefix of a hash, of which no token follows.
  const row = await database.read((db) =>
    db
      .selectFrom('api_tokens')
      .select([...columns, 'token_hash'])
      .where('token_hash', '=', hash)
      .executeTakeFirst(),
  );
  if (!row || !timingSafeEqual(Buffer.from(row.token_hash), Buffer.from(hash))) return undefined;
  return isLive(row, clock.now()) ? toToken(row) : undefined;
}

/** The token of that id, unless it has ended or been revoked. */
export async function readApiToken(db: Kysely<Tables>, id: string, now: number): Promise<ApiToken | undefined> {
  const row = await db.selectFrom('api_tokens').select(columns).where('id', '=', id).executeTakeFirst();
  return row && isLive(row, now) ? toToken(row) : undefined;
}

type Row = Pick<Tables['api_tokens'], (typeof columns)[number]>;

function isLive(row: Pick<Row, 'expires_at'>, now: number): boolean {
  return row.expires_at === null || row.expires_at > now;
}

function toToken(row: Row): ApiToken {
  return { id: row.id, name: row.name, scope: row.scope, createdAt: row.created_at, expiresAt: row.expires_at };
}
