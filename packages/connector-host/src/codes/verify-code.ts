import type { MessageType } from '@jackfield/connector-kit';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { countWithin, counterName } from '../limits/counter.ts';
import { hashToken } from '../tokens.ts';
import { parseAddress } from './address.ts';
import { isCode } from './code-mac.ts';
import type { CodeSettings } from './settings.ts';

const hour = 3_600_000;

/** A code, and what it shall be good for: the same as it was sent for. */
export interface CodeAttempt {
  readonly to: string;
  readonly code: string;
  readonly purpose: MessageType;
  readonly session: string;
}

/** An address whose owner has shown that they read what is sent there. */
export interface VerifiedAddress {
  readonly kind: 'email' | 'phone';
  /** An e-mail address in lower case with its domain in ASCII, or a number in E.164. */
  readonly address: string;
  readonly purpose: MessageType;
}

/**
 * `expired` stands for every reason why there is nothing to try: never sent, used, replaced, over, or for another address,
 * purpose or session.
 */
export type Verification =
  | { readonly state: 'verified'; readonly verified: VerifiedAddress }
  | { readonly state: 'wrong'; readonly triesLeft: number }
  | { readonly state: 'expired' }
  | { readonly state: 'too_many_tries' };

type Row = Pick<Tables['verification_codes'], 'id' | 'mac' | 'tries_left'>;

/** Takes a try before it looks at the code: however many tries come at once, no more are looked at than there are. */
export async function verifyCode(
  context: HostContext,
  settings: CodeSettings,
  attempt: CodeAttempt,
): Promise<Verification> {
  const { kind, address } = await parseAddress(attempt.to);
  const binding = { address, purpose: attempt.purpose, sessionHash: hashToken(attempt.session) };
  const code = attempt.code.replaceAll(/\s/g, '');
  return context.database.write(async (tx): Promise<Verification> => {
    const row = await takeTry(tx, binding, context.clock.now());
    const isRight = isRightCode(context, row, binding, code);
    if (!row) return { state: (await isUsedUp(tx, binding, context.clock.now())) ? 'too_many_tries' : 'expired' };
    if (!(await countTry(tx, context, settings, address))) return { state: 'too_many_tries' };
    if (!isRight)
      return row.tries_left > 0 ? { state: 'wrong', triesLeft: row.tries_left } : { state: 'too_many_tries' };
    await useUp(tx, row.id);
    return { state: 'verified', verified: { kind, address, purpose: attempt.purpose } };
  });
}

/** Where there is no row, there is the same work to do. */
function isRightCode({ keys }: HostContext, row: Row | undefined, wanted: Wanted, code: string): boolean {
  const { id, mac } = row ?? { id: '', mac: `${keys.currentId}.${'A'.repeat(43)}` };
  return isCode(keys, { ...wanted, id }, code, mac);
}

/** What a code must be for. */
interface Wanted {
  readonly address: string;
  readonly purpose: MessageType;
  readonly sessionHash: string;
}

/** The row stays locked until the transaction ends: another try waits, and finds it as this one leaves it. */
function takeTry(tx: Write, { address, purpose, sessionHash }: Wanted, now: number): Promise<Row | undefined> {
  return tx
    .updateTable('verification_codes')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('session_hash', '=', sessionHash)
    .where('purpose', '=', purpose)
    .where('address', '=', address)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', now)
    .returning(['id', 'mac', 'tries_left'])
    .executeTakeFirst();
}

async function isUsedUp(tx: Write, { address, purpose, sessionHash }: Wanted, now: number): Promise<boolean> {
  const row = await tx
    .selectFrom('verification_codes')
    .select('id')
    .where('session_hash', '=', sessionHash)
    .where('purpose', '=', purpose)
    .where('address', '=', address)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Guesses at one address are limited over all sessions: asking for ever new codes does not help. */
async function countTry(
  tx: Write,
  { clock }: HostContext,
  { triesPerAddressAndHour: limit }: CodeSettings,
  address: string,
): Promise<boolean> {
  const name = counterName('code:tries', address);
  const { allowed } = await countWithin(tx, { name, window: hour, limit, now: clock.now() });
  return allowed;
}

async function useUp(tx: Write, id: string): Promise<void> {
  await tx.deleteFrom('verification_codes').where('id', '=', id).execute();
  await tx.updateTable('sms_outcomes').set({ verified: 1 }).where('code_id', '=', id).execute();
}
