import { appendAudit } from '../audit/audit.ts';
import type { HostContext } from '../context.ts';
import type { Write, WriteOptions } from '../database/database.ts';
import { violatedUnique } from '../database/failures.ts';
import { prepared, type ValueOf } from '../database/prepared.ts';
import type { IdentityTable } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import { randomId } from '../tokens.ts';
import type { Arrival } from './arrival.ts';
import { decideLink, type ExistingAccounts, type LinkPolicy } from './decide-link.ts';
import { insertUser } from './insert-user.ts';
import { emailKey } from './person.ts';
import { claimAddresses, rememberProfile } from './profile.ts';

/** Under which rules somebody is let in. */
export interface SettleRules {
  readonly policy: LinkPolicy;
  /** Id of the signed-in user who asks to add this identity; `null` for a sign-in. */
  readonly requestedBy: string | null;
}

/** To whom an arrival belongs. */
export interface Settled {
  readonly verdict: 'same' | 'new' | 'link';
  readonly userId: string;
  readonly identityId: string;
}

/** Nothing was done: the person has to decide about this account. */
export interface Undecided {
  readonly verdict: 'ask';
  readonly userId: string;
}

/** Somebody else was faster; the transaction is to be done again, and will see what they did. */
class Overtaken extends Error {}

/** More than ever meet: each round at least one of them succeeds. */
const mostRounds = 10;

/** Runs a transaction that settles somebody; again when another sign-in has taken the identity or the address meanwhile. */
export async function writeSettled<Result>(
  { database }: HostContext,
  work: (tx: Write) => Promise<Result>,
  options?: WriteOptions,
): Promise<Result> {
  for (let round = 1; ; round += 1) {
    try {
      return await database.write(work, options);
    } catch (error) {
      const isOvertaken = error instanceof Overtaken || violatedUnique(error) !== undefined;
      if (!isOvertaken || round === mostRounds) throw error;
    }
  }
}

/**
 * Finds or makes the user to whom an arrival belongs. Two parallel first sign-ins of one person make one user: the
 * identity is unique in the database, and whoever comes second starts again.
 *
 * @throws `link_refused`
 */
export async function settle(
  tx: Write,
  context: HostContext,
  arrival: Arrival,
  rules: SettleRules,
): Promise<Settled | Undecided> {
  const { target, person } = arrival;
  const existing = await findExisting(tx, arrival, rules);
  const candidate = { target, email: person.email, requestedBy: rules.requestedBy };
  const decision = decideLink(candidate, existing, rules.policy);
  switch (decision.verdict) {
    case 'refuse':
      throw new HostError('link_refused', { hint: decision.reasons.map(({ text }) => text).join(' ') });
    case 'ask':
      return { verdict: 'ask', userId: decision.userId };
    case 'same': {
      const { userId, identityId } = decision;
      await rememberProfile(tx, context, arrival, { userId, identityId });
      return { verdict: 'same', userId, identityId };
    }
    case 'link': {
      const identityId = await addIdentity(tx, context, arrival, decision.userId);
      await appendAudit(tx, context, {
        actor: `user:${decision.userId}`,
        action: 'identity.link',
        subject: identityId,
        details: { target, reasons: decision.reasons.map(({ code }) => code) },
      });
      return { verdict: 'link', userId: decision.userId, identityId };
    }
    case 'new': {
      const isAddressFree = person.email !== null && existing.account?.emailVerified !== true;
      const userId = await addUser(tx, context, arrival, isAddressFree);
      const identityId = await addIdentity(tx, context, arrival, userId);
      await appendAudit(tx, context, {
        actor: `user:${userId}`,
        action: 'user.create',
        subject: userId,
        details: { by: target, reasons: decision.reasons.map(({ code }) => code) },
      });
      return { verdict: 'new', userId, identityId };
    }
  }
}

export async function findIdentity(
  tx: Write,
  { target, person }: Pick<Arrival, 'target' | 'person'>,
): Promise<Pick<IdentityTable, 'id' | 'user_id'> | undefined> {
  const { issuer, subject } = person;
  const { rows } = await select(tx, { target, issuer, subject });
  return rows[0];
}

const select = prepared((db, value: ValueOf<Pick<IdentityTable, 'target' | 'issuer' | 'subject'>>) =>
  db
    .selectFrom('identities')
    .select(['id', 'user_id'])
    .where('target', '=', value('target'))
    .where('issuer', '=', value('issuer'))
    .where('subject', '=', value('subject')),
);

async function findExisting(tx: Write, arrival: Arrival, { requestedBy }: SettleRules): Promise<ExistingAccounts> {
  const known = await findOwner(tx, arrival);
  if (known) return { owner: known, account: null };
  const account = await findAccount(tx, requestedBy, arrival.person.email);
  // A parallel sign-in may have made that account a moment ago, for this very identity.
  const owner = account && (await findOwner(tx, arrival));
  return owner ? { owner, account: null } : { owner: null, account };
}

async function findOwner(tx: Write, arrival: Arrival): Promise<ExistingAccounts['owner']> {
  const row = await findIdentity(tx, arrival);
  return row ? { userId: row.user_id, identityId: row.id } : null;
}

/** The account of whoever asks; else one with this address, a verified one before others. */
async function findAccount(
  tx: Write,
  requestedBy: string | null,
  email: string | null,
): Promise<ExistingAccounts['account']> {
  if (requestedBy === null && email === null) return null;
  const query = tx.selectFrom('users').select(['id', 'email', 'email_verified']);
  const user = await (
    requestedBy === null
      ? query.where('email_key', '=', emailKey(email ?? '')).orderBy('email_verified', 'desc')
      : query.where('id', '=', requestedBy)
  ).executeTakeFirst();
  if (!user) return null;
  const identities = await tx.selectFrom('identities').select('target').where('user_id', '=', user.id).execute();
  return {
    userId: user.id,
    email: user.email,
    emailVerified: user.email_verified === 1,
    targets: identities.map(({ target }) => target),
  };
}

/**
 * @param isAddressFree whether nobody had the person's address when it was looked up
 * @throws {@link Overtaken} when somebody has it now: the person is to be asked
 */
async function addUser(tx: Write, context: HostContext, { person }: Arrival, isAddressFree: boolean): Promise<string> {
  const id = await insertUser(tx, context, { name: person.name, avatar: person.avatar });
  const hasAddress = await claimAddresses(tx, id, person);
  if (isAddressFree && !hasAddress) throw new Overtaken();
  return id;
}

/** @throws {@link Overtaken} when the identity has come into being since it was looked up */
async function addIdentity(
  tx: Write,
  { clock, random }: HostContext,
  { target, person }: Arrival,
  userId: string,
): Promise<string> {
  const now = clock.now();
  const row = await tx
    .insertInto('identities')
    .values({
      id: randomId(random),
      user_id: userId,
      target,
      issuer: person.issuer,
      subject: person.subject,
      name: person.name,
      avatar: person.avatar,
      email: person.email,
      created_at: now,
      last_sign_in_at: now,
    })
    .onConflict((conflict) => conflict.columns(['target', 'issuer', 'subject']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw new Overtaken();
  return row.id;
}
