import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
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
  const { name, avatar, email } = person;
  await tx
    .updateTable('identities')
    .set({ name, avatar, email, last_sign_in_at: now })
    .where('id', '=', identityId)
    .execute();
  if (syncProfile) {
    const profile = { ...(name !== null && { name }), ...(avatar !== null && { avatar }) };
    await tx
      .updateTable('users')
      .set({ ...profile, updated_at: now })
      .where('id', '=', userId)
      .execute();
  }
  await claimAddresses(tx, userId, person);
}

/**
 * Gives the user the addresses that the provider vouches for, where the user has none and nobody else has them. An address
 * stays with whoever had it first; unique indexes see to it when two claim it at once.
 *
 * @returns whether the user has got the e-mail address just now
 */
export async function claimAddresses(tx: Write, userId: string, { email, phone }: Person): Promise<boolean> {
  if (phone !== null) await claimPhone(tx, userId, phone);
  return email !== null && claimEmail(tx, userId, email);
}

async function claimEmail(tx: Write, userId: string, email: string): Promise<boolean> {
  const key = emailKey(email);
  const { numUpdatedRows } = await tx
    .updateTable('users')
    .set({ email, email_key: key, email_verified: 1 })
    .where('id', '=', userId)
    .where('email', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('users as other')
            .select('other.id')
            .where('other.email_key', '=', key)
            .where('other.email_verified', '=', 1),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function claimPhone(tx: Write, userId: string, phone: string): Promise<void> {
  await tx
    .updateTable('users')
    .set({ phone, phone_verified: 1 })
    .where('id', '=', userId)
    .where('phone', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('users as other')
            .select('other.id')
            .where('other.phone', '=', phone)
            .where('other.phone_verified', '=', 1),
        ),
      ),
    )
    .execute();
}
