import { sql } from 'kysely';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import { prepared, type ValueOf } from '../database/prepared.ts';
import type { Flag, IdentityTable, Instant } from '../database/tables.ts';
import type { Arrival } from './arrival.ts';
import { emailKey, type Person } from './person.ts';

/**
 * Keeps what the provider says of the person today: always of the identity; of the user, name and avatar when the
 * connector syncs profiles. What the provider leaves out stays as it was.
 */
export async function rememberProfile(
  tx: Write,
  { clock }: HostContext,
  { person, syncProfile }: Arrival,
  { userId, identityId }: { userId: string; identityId: string },
): Promise<void> {
  const now = clock.now();
  const { name, avatar, email, phone } = person;
  const [user] = (await updateIdentity(tx, { identityId, name, avatar, email, now })).rows;
  if (syncProfile) {
    const profile = { ...(name !== null && { name }), ...(avatar !== null && { avatar }) };
    await tx
      .updateTable('users')
      .set({ ...profile, updated_at: now })
      .where('id', '=', userId)
      .execute();
  }
  await claimAddresses(tx, userId, {
    email: user?.user_email === null ? email : null,
    phone: user?.user_phone === null ? phone : null,
  });
}

type IdentityProfile = Pick<IdentityTable, 'name' | 'avatar' | 'email'> & { identityId: string; now: Instant };

/** Answers with the addresses of the user. */
const updateIdentity = prepared((db, value: ValueOf<IdentityProfile>) =>
  db
    .updateTable('identities')
    .set({
      name: value('name'),
      avatar: value('avatar'),
      email: value('email'),
      last_sign_in_at: value('now'),
    })
    .where('id', '=', value('identityId'))
    .returning((eb) => {
      const user = eb.selectFrom('users').whereRef('users.id', '=', 'identities.user_id');
      return [user.select('users.email').as('user_email'), user.select('users.phone').as('user_phone')];
    }),
);

/**
 * Gives the user the addresses that the provider vouches for, where the user has none and nobody else has them. An address
 * stays with whoever had it first; unique indexes see to it when two claim it at once.
 *
 * @returns whether the user has got the e-mail address just now
 */
export async function claimAddresses(
  tx: Write,
  userId: string,
  { email, phone }: Pick<Person, 'email' | 'phone'>,
): Promise<boolean> {
  if (phone !== null) await claimPhone(tx, { userId, phone });
  return email !== null && claimEmail(tx, userId, email);
}

async function claimEmail(tx: Write, userId: string, email: string): Promise<boolean> {
  const { numAffectedRows } = await updateEmail(tx, { userId, email, key: emailKey(email) });
  return numAffectedRows === 1n;
}

/** Part of the SQL rather than a value of it: only then does SQLite use the indexes of verified addresses. */
export const isVerified = sql.lit<Flag>(1);

const updateEmail = prepared((db, value: ValueOf<{ userId: string; email: string; key: string }>) =>
  db
    .updateTable('users')
    .set({ email: value('email'), email_key: value('key'), email_verified: isVerified })
    .where('id', '=', value('userId'))
    .where('email', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('users as other')
            .select('other.id')
            .where('other.email_key', '=', value('key'))
            .where('other.email_verified', '=', isVerified),
        ),
      ),
    ),
);

const claimPhone = prepared((db, value: ValueOf<{ userId: string; phone: string }>) =>
  db
    .updateTable('users')
    .set({ phone: value('phone'), phone_verified: isVerified })
    .where('id', '=', value('userId'))
    .where('phone', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('users as other')
            .select('other.id')
            .where('other.phone', '=', value('phone'))
            .where('other.phone_verified', '=', isVerified),
        ),
      ),
    ),
);
