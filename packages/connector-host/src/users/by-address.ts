import { appendAudit } from '../audit/audit.ts';
import type { VerifiedAddress } from '../codes/verify-code.ts';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import { randomId } from '../tokens.ts';
import { emailKey } from './person.ts';
import { writeSettled } from './settle.ts';

/**
 * The user whose verified address it is; made when there is none. An account that carries the address without ever having
 * proved it is not found: whoever has just proved it gets one of their own.
 *
 * @returns the user's id
 */
export async function userByAddress(
  context: HostContext,
  verified: Pick<VerifiedAddress, 'kind' | 'address'>,
): Promise<string> {
  return writeSettled(context, async (tx) => (await findUser(tx, verified)) ?? addUser(tx, context, verified));
}

async function findUser(
  tx: Write,
  { kind, address }: Pick<VerifiedAddress, 'kind' | 'address'>,
): Promise<string | undefined> {
  const query = tx.selectFrom('users').select('id');
  const found = await (
    kind === 'email'
      ? query.where('email_key', '=', emailKey(address)).where('email_verified', '=', 1)
      : query.where('phone', '=', address).where('phone_verified', '=', 1)
  ).executeTakeFirst();
  return found?.id;
}

async function addUser(
  tx: Write,
  context: HostContext,
  { kind, address }: Pick<VerifiedAddress, 'kind' | 'address'>,
): Promise<string> {
  const id = randomId(context.random);
  const now = context.clock.now();
  const isEmail = kind === 'email';
  await tx
    .insertInto('users')
    .values({
      id,
      name: null,
      avatar: null,
      email: isEmail ? address : null,
      email_key: isEmail ? emailKey(address) : null,
      email_verified: isEmail ? 1 : 0,
      phone: isEmail ? null : address,
      phone_verified: isEmail ? 0 : 1,
      created_at: now,
      updated_at: now,
      last_sign_in_at: null,
    })
    .execute();
  await appendAudit(tx, context, { actor: `user:${id}`, action: 'user.create', subject: id, details: { by: kind } });
  return id;
}
