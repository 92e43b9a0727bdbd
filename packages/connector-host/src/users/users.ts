import { appendAudit } from '../audit/audit.ts';
import type { Connectors } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import { HostError } from '../host-error.ts';
import { getProviderToken, type ProviderToken } from './provider-tokens.ts';
import { revokeTokens } from './revoke-tokens.ts';
import { type Identity, toIdentity, toUser, type User } from './user.ts';

/** The people who have signed in. Every method throws `database_*` errors when the database fails. */
export interface Users {
  /** @throws `not_found` */
  get(userId: string): Promise<User>;
  /** A user's ways to sign in, the oldest first. */
  identities(userId: string): Promise<readonly Identity[]>;
  /**
   * Takes one of a user's ways to sign in away, with its sessions and the provider's tokens, which are revoked where the
   * provider can do that. Never the last one.
   *
   * @throws `not_found` when it is not this user's, `last_way_in`
   */
  unlink(userId: string, identityId: string): Promise<void>;
  /**
   * Ends every session of a user, and deletes and revokes the provider's tokens.
   *
   * @returns how many sessions there were
   */
  signOutEverywhere(userId: string): Promise<number>;
  /** See {@link getProviderToken}. */
  getProviderToken(identityId: string): Promise<ProviderToken>;
}

export function createUsers(context: HostContext, connectors: Pick<Connectors, 'useSocial'>): Users {
  const { database } = context;
  return {
    async get(userId) {
      const row = await database.read((db) =>
        db.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirst(),
      );
      if (!row) throw new HostError('not_found', { hint: 'There is no user with this id.' });
      return toUser(row);
    },
    async identities(userId) {
      const rows = await database.read((db) =>
        db
          .selectFrom('identities')
          .selectAll()
          .where('user_id', '=', userId)
          .orderBy('created_at')
          .orderBy('id')
          .execute(),
      );
      return rows.map(toIdentity);
    },
    async unlink(userId, identityId) {
      await revokeTokens(context, connectors, await removeIdentity(context, userId, identityId));
    },
    async signOutEverywhere(userId) {
      const { sessions, tokens } = await database.write(async (tx) => ({
        sessions: await tx.deleteFrom('sessions').where('user_id', '=', userId).executeTakeFirst(),
        tokens: await tx
          .deleteFrom('provider_tokens')
          .where('identity_id', 'in', (eb) => eb.selectFrom('identities').select('id').where('user_id', '=', userId))
          .returningAll()
          .execute(),
      }));
      await revokeTokens(context, connectors, tokens);
      return Number(sessions.numDeletedRows);
    },
    getProviderToken: (identityId) => getProviderToken(context, connectors, identityId),
  };
}

function noSuchIdentity(): HostError {
  return new HostError('not_found', { hint: 'The account has no such identity.' });
}

/** @returns the deleted tokens */
async function removeIdentity(context: HostContext, userId: string, identityId: string) {
  const { database } = context;
  // PostgreSQL would refuse some texts as such.
  if (!/^[\w-]{1,64}$/.test(identityId)) throw noSuchIdentity();
  return database.write(async (tx) => {
    // Two of them at once would each find the other identity still there.
    await database.lock(tx, `user:${userId}`);
    const tokens = await tx
      .deleteFrom('provider_tokens')
      .where('identity_id', 'in', (eb) =>
        eb.selectFrom('identities').select('id').where('id', '=', identityId).where('user_id', '=', userId),
      )
      .returningAll()
      .execute();
    const removed = await tx
      .deleteFrom('identities')
      .where('id', '=', identityId)
      .where('user_id', '=', userId)
      .returning('target')
      .executeTakeFirst();
    if (!removed) throw noSuchIdentity();
    const other = await tx.selectFrom('identities').select('id').where('user_id', '=', userId).executeTakeFirst();
    if (!other) throw new HostError('last_way_in', { hint: 'Add another way to sign in first.' });
    await appendAudit(tx, context, {
      actor: `user:${userId}`,
      action: 'identity.unlink',
      subject: identityId,
      details: { target: removed.target },
    });
    return tokens;
  });
}
