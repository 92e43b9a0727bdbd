import { appendAudit } from '../audit/audit.ts';
import type { Write } from '../database/database.ts';
import { prepared, type ValueOf } from '../database/prepared.ts';
import type { Instant } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import type { Arrival } from '../users/arrival.ts';
import type { Settled, Undecided } from '../users/settle.ts';
import { storeTokens } from '../users/token-store.ts';
import { toIdentity, toUser } from '../users/user.ts';
import type { SignInEvent, SignInParts } from './parts.ts';
import { redirect } from './responses.ts';

/** An arrival, and to whom it belongs. */
export interface Entry {
  readonly arrival: Arrival;
  readonly settled: Settled;
}

/** Somebody whom the application is asked about: of an arrival, or, without one, after a code. */
interface Candidate {
  readonly arrival?: Arrival;
  readonly settled: Pick<Settled, 'verdict' | 'userId'> & Partial<Settled>;
}

/** @throws `link_refused` when the person has to decide first */
export function toEntry(arrival: Arrival, settled: Settled | Undecided): Entry {
  if (settled.verdict === 'ask') {
    throw new HostError('link_refused', { hint: 'Another account has this address meanwhile. Sign in again.' });
  }
  return { arrival, settled };
}

/**
 * Signs a person in: asks the application, then starts the session.
 *
 * @param entries the first is the identity that the session is of; others were linked by the way
 * @throws `sign_in_refused`
 */
export async function admit(
  parts: SignInParts,
  request: Request,
  entries: readonly [Entry, ...Entry[]],
  returnTo: string,
): Promise<Response> {
  await askApplication(parts, entries);
  const cookie = await parts.context.database.write((tx) => letIn(tx, parts, request, entries), { isTransient: true });
  return redirect(returnTo, [cookie]);
}

/**
 * Starts the session of somebody whom the application has nothing against.
 *
 * @param entries as in {@link admit}
 * @returns the `Set-Cookie` header
 */
export async function letIn(
  tx: Write,
  { context, sessions }: SignInParts,
  request: Request,
  entries: readonly [Entry, ...Entry[]],
): Promise<string> {
  const [{ settled, arrival }] = entries;
  const { userId, identityId } = settled;
  const { connector, idToken } = arrival;
  await rememberSignIn(tx, { userId, now: context.clock.now() });
  for (const entry of entries) await storeTokens(tx, context, entry.settled.identityId, entry.arrival);
  return sessions.start(tx, request, { userId, identityId, connector, idToken });
}

/**
 * Ends the linking of an identity to the account of somebody who stays signed in as they are.
 *
 * @throws `sign_in_refused`
 */
export async function admitLink(parts: SignInParts, entry: Entry, returnTo: string): Promise<Response> {
  await askApplication(parts, [entry]);
  const { context } = parts;
  await context.database.write((tx) => storeTokens(tx, context, entry.settled.identityId, entry.arrival));
  return redirect(returnTo);
}

/**
 * Signs somebody in who has shown by a code that an address is theirs: asks the application, then starts the session.
 *
 * @returns the `Set-Cookie` header
 * @throws `sign_in_refused`
 */
export async function admitByAddress(
  parts: SignInParts,
  request: Request,
  settled: Pick<Settled, 'verdict' | 'userId'>,
): Promise<string> {
  await askApplication(parts, [{ settled }]);
  const { context, sessions } = parts;
  const { userId } = settled;
  return context.database.write(async (tx) => {
    await rememberSignIn(tx, { userId, now: context.clock.now() });
    return sessions.start(tx, request, { userId, identityId: null, connector: null, idToken: null });
  });
}

const rememberSignIn = prepared((db, value: ValueOf<{ userId: string; now: Instant }>) =>
  db
    .updateTable('users')
    .set({ last_sign_in_at: value('now') })
    .where('id', '=', value('userId')),
);

/** Nothing of a refused sign-in stays: neither a user made for it nor a link. */
async function askApplication(parts: SignInParts, candidates: readonly Candidate[]): Promise<void> {
  const { onSignIn } = parts.options;
  if (!onSignIn) return;
  try {
    for (const candidate of candidates) {
      const answer = await onSignIn(await toEvent(parts, candidate));
      if (answer) throw new HostError('sign_in_refused', { hint: answer.refuse });
    }
  } catch (error) {
    await undo(parts, candidates);
    throw error;
  }
}

async function toEvent({ context }: SignInParts, { arrival, settled }: Candidate): Promise<SignInEvent> {
  const { userId, identityId, verdict } = settled;
  const { user, identity } = await context.database.read(async (db) => ({
    user: await db.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirstOrThrow(),
    identity:
      identityId === undefined
        ? undefined
        : await db.selectFrom('identities').selectAll().where('id', '=', identityId).executeTakeFirstOrThrow(),
  }));
  const isLinking = verdict === 'link';
  return {
    user: toUser(user),
    ...(identity && { identity: toIdentity(identity) }),
    ...(arrival && {
      userInfo: arrival.userInfo,
      connector: { id: arrival.connector, target: arrival.target },
    }),
    isNewUser: !isLinking && user.last_sign_in_at === null,
    isLinking,
    ...(arrival?.tokens && { tokens: arrival.tokens }),
  };
}

/** A user who was let in meanwhile, by a parallel sign-in, stays. */
async function undo({ context }: SignInParts, candidates: readonly Candidate[]): Promise<void> {
  await context.database.write(async (tx) => {
    for (const { verdict, userId, identityId } of candidates.map(({ settled }) => settled)) {
      const event = { actor: `user:${userId}`, details: { by: 'onSignIn' } };
      if (verdict === 'link' && identityId !== undefined) {
        await tx.deleteFrom('identities').where('id', '=', identityId).execute();
        await appendAudit(tx, context, { ...event, action: 'identity.unlink', subject: identityId });
      }
      if (verdict === 'new' && (await removeUnlessSignedIn(tx, userId))) {
        await appendAudit(tx, context, { ...event, action: 'user.remove', subject: userId });
      }
    }
  });
}

async function removeUnlessSignedIn(tx: Write, userId: string): Promise<boolean> {
  const removed = await tx
    .deleteFrom('users')
    .where('id', '=', userId)
    .where('last_sign_in_at', 'is', null)
    .executeTakeFirst();
  return removed.numDeletedRows > 0n;
}
