import { ConnectorError } from '@jackfield/connector-kit';
import type { Write } from '../database/database.ts';
import { HostError } from '../host-error.ts';
import type { Arrival } from '../users/arrival.ts';
import { findIdentity, settle, writeSettled } from '../users/settle.ts';
import { admit, admitLink, letIn, toEntry } from './admit.ts';
import { arrive } from './arrive.ts';
import type { SignInParts } from './parts.ts';
import { storePendingLink, takePendingLink } from './pending-links.ts';
import { redirect } from './responses.ts';

/** What the callback does: signs in, adds an identity to an account, or proves an account in order to link. */
export async function finishSignIn(parts: SignInParts, request: Request, connectorId: string): Promise<Response> {
  const { started, arrival } = await arrive(parts, request, connectorId);
  const { returnTo, sessionHash, pendingLink } = started;
  if (sessionHash !== null) return addToAccount(parts, arrival, { sessionHash, returnTo });
  if (pendingLink !== null) return proveAccount(parts, request, arrival, { pendingLink, returnTo });
  return signIn(parts, request, arrival, returnTo);
}

async function signIn(parts: SignInParts, request: Request, arrival: Arrival, returnTo: string): Promise<Response> {
  const { context, options, cookies, publicUrl } = parts;
  const rules = { policy: options.linking ?? 'ask', requestedBy: null };
  const [settled, cookie] = await writeSettled(
    context,
    async (tx) => {
      const found = await settle(tx, context, arrival, rules);
      // Nothing may be asked while a transaction waits.
      const isDecided = found.verdict !== 'ask' && options.onSignIn === undefined;
      return [found, isDecided ? await letIn(tx, parts, request, [{ arrival, settled: found }]) : undefined] as const;
    },
    { isTransient: true },
  );
  // Applications keep what belongs to people by the ids that they get here.
  if (settled.verdict !== 'same') await context.database.flush();
  if (cookie !== undefined) return redirect(returnTo, [cookie]);
  if (settled.verdict !== 'ask') return admit(parts, request, [{ arrival, settled }], returnTo);
  const browser = cookies.read(request, 'browser') ?? '';
  const token = await storePendingLink(context, browser, { arrival, returnTo, userId: settled.userId });
  return redirect(`${publicUrl.base}/link/${token}`);
}

/** A signed-in person adds an identity. Their session must still be there, so that nobody after them finishes it. */
async function addToAccount(
  parts: SignInParts,
  arrival: Arrival,
  { sessionHash, returnTo }: { sessionHash: string; returnTo: string },
): Promise<Response> {
  const { context, options } = parts;
  const policy = options.linking ?? 'ask';
  const settled = await writeSettled(context, async (tx) => {
    const requestedBy = await userOfSession(tx, sessionHash, context.clock.now());
    return settle(tx, context, arrival, { policy, requestedBy });
  });
  return admitLink(parts, toEntry(arrival, settled), returnTo);
}

async function userOfSession(tx: Write, hash: string, now: number): Promise<string> {
  const row = await tx
    .selectFrom('sessions')
    .select('user_id')
    .where('id_hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row) return row.user_id;
  throw new ConnectorError('session_invalid', { hint: 'The session has ended meanwhile. Sign in and start again.' });
}

/** Somebody signs in to the account that has their address, and so links the identity that waits. */
async function proveAccount(
  parts: SignInParts,
  request: Request,
  arrival: Arrival,
  { pendingLink: hash, returnTo }: { pendingLink: string; returnTo: string },
): Promise<Response> {
  const { context, options, cookies } = parts;
  const browser = cookies.read(request, 'browser') ?? '';
  const policy = options.linking ?? 'ask';
  const [proof, linked] = await writeSettled(context, async (tx) => {
    const identity = await findIdentity(tx, arrival);
    const pending = identity && (await takePendingLink(tx, context, { browser, hash, userId: identity.user_id }));
    if (!pending) {
      throw new HostError('link_refused', {
        hint: 'You have signed in to another account than the one with your address, or too late. Nothing was linked.',
      });
    }
    const requestedBy = identity.user_id;
    return [
      toEntry(arrival, await settle(tx, context, arrival, { policy, requestedBy: null })),
      toEntry(pending.arrival, await settle(tx, context, pending.arrival, { policy, requestedBy })),
    ] as const;
  });
  return admit(parts, request, [proof, linked], returnTo);
}
