import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import type { UserTable } from '../database/tables.ts';
import { randomId } from '../tokens.ts';

/**
 * Adds a user who has never been let in.
 *
 * @param known what is known of them; everything else is not
 * @returns the user's id
 */
export async function insertUser(
  tx: Write,
  { clock, random }: HostContext,
  known: Partial<Omit<UserTable, 'id' | 'created_at' | 'updated_at' | 'last_sign_in_at'>>,
): Promise<string> {
  const id = randomId(random);
  const now = clock.now();
  await tx
    .insertInto('users')
    .values({
      id,
      name: null,
      avatar: null,
      email: null,
      email_key: null,
      email_verified: 0,
      phone: null,
      phone_verified: 0,
      ...known,
      created_at: now,
      updated_at: now,
      last_sign_in_at: null,
    })
    .execute();
  return id;
}
