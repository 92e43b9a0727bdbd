import { appendAudit } from '../audit/audit.ts';
import type { VerifiedAddress } from '../codes/verify-code.ts';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import { insertUser } from './insert-user.ts';
import { emailKey } from './person.ts';
import { isVerified } from './profile.ts';
import { type Settled, writeSettled } from './settle.ts';

/**
 * The user whose verified address it is; made when there is none. An account that carries the address without ever having
 * proved it is not found: whoever has just proved it gets one of their own.
 */
export async function userByAddress(
  context: HostContext,
  verified: Pick<VerifiedAddress, 'kind' | 'address'>,
): Promise<Pick<Settled, 'verdict' | 'userId'>> {
  return writeSettled(context, async (tx) => {
    const known = await findUser(tx, verified);
    if (known !== undefined) return { verdict: 'same', userId: known };
    return { verdict: 'new', userId: await addUser(tx, context, verified) };
  });
}

async function findUser(
  tx: Write,
  { kind, address }: Pick<VerifiedAddress, 'kind' | 'address'>,
): Promise<string | undefined> {
  const query = tx.selectFrom('users').select('id');
  const found = await (
    kind === 'email'
      ? query.where('email_key', '=', emailKey(address)).where('email_verified', '=', 1)
      : query.where('phone', '=', address).where('phone_verified', '=', isVerified)
  ).executeTakeFirst();
  return found?.id;
}

async function addUser(
  tx: Write,
  context: HostContext,
  { kind, address }: Pick<VerifiedAddress, 'kind' | 'address'>,
): Promise<string> {
  const id = await insertUser(
    tx,
    context,
    kind === 'email'
      ? { email: address, email_key: emailKey(address), email_verified: 1 }
      : { phone: address, phone_verified: 1 },
  );
  await appendAudit(tx, context, { actor: `user:${id}`, action: 'user.create', subject: id, details: { by: kind } });
  return id;
}
