import type { SocialConnector } from '@jackfield/connector-kit';
import type { LiveConnector } from '../connectors/connectors.ts';
import { HostError } from '../host-error.ts';
import { hashToken } from '../tokens.ts';
import { settle, writeSettled } from '../users/settle.ts';
import { admit, admitLink, toEntry } from './admit.ts';
import type { SignInParts } from './parts.ts';
import { findPendingLink, type PendingLink, takePendingLink } from './pending-links.ts';
import { checkSameOrigin } from './same-origin.ts';
import { startSignIn } from './start.ts';

/** What a person has to know in order to decide. */
export interface LinkQuestion {
  /** The address that both have; verified on both sides. */
  readonly email: string;
  /** The connector that the person has come with. */
  readonly connector: string;
  /** Ways to sign in to the account that has the address. */
  readonly ways: readonly LiveConnector<SocialConnector>[];
  /** Whether the person is signed in to that account, and can link right away. */
  readonly canLink: boolean;
}

/** @throws `not_found` when it was answered or has expired, or in another browser */
export async function askAboutLink(parts: SignInParts, request: Request, token: string): Promise<LinkQuestion> {
  const { connectors, users, sessions } = parts;
  const { pending } = await find(parts, request, token);
  const [identities, session, all] = await Promise.all([
    users.identities(pending.userId),
    sessions.find(request),
    connectors.listSocial(),
  ]);
  return {
    email: pending.arrival.person.email ?? '',
    connector: pending.arrival.connector,
    ways: all.filter((live) => identities.some(({ target }) => target === live.target) && live.platform !== 'Native'),
    canLink: session?.user.id === pending.userId,
  };
}

/** Goes to sign in to the account that has the address, and links when that has worked. */
export async function startProof(
  parts: SignInParts,
  request: Request,
  connectorId: string,
  token: string,
): Promise<Response> {
  const { pending, hash } = await find(parts, request, token);
  const start = { returnTo: pending.returnTo, prompt: 'select_account' };
  return startSignIn(parts, request, connectorId, start, { sessionHash: null, pendingLink: hash });
}

/** Links, for somebody who is signed in to the account. @throws `not_found`, `sign_in_required`, `cross_site_request` */
export async function confirmLink(parts: SignInParts, request: Request, token: string): Promise<Response> {
  checkSameOrigin(request, parts.publicUrl.origin);
  const { context, sessions, options } = parts;
  const session = await sessions.find(request);
  if (!session)
    throw new HostError('sign_in_required', { hint: 'Sign in to the account that has your address first.' });
  const userId = session.user.id;
  const { entry, returnTo } = await writeSettled(context, async (tx) => {
    const pending = await takePendingLink(tx, context, { ...binding(parts, request, token), userId });
    if (!pending) throw gone();
    const rules = { policy: options.linking ?? 'ask', requestedBy: userId };
    return {
      entry: toEntry(pending.arrival, await settle(tx, context, pending.arrival, rules)),
      returnTo: pending.returnTo,
    };
  });
  return admitLink(parts, entry, returnTo);
}

/** Makes an account of its own, without the address, which stays with the account that has it. */
export async function makeSeparate(parts: SignInParts, request: Request, token: string): Promise<Response> {
  checkSameOrigin(request, parts.publicUrl.origin);
  const { context } = parts;
  const { entry, returnTo } = await writeSettled(context, async (tx) => {
    const pending = await takePendingLink(tx, context, { ...binding(parts, request, token), userId: null });
    if (!pending) throw gone();
    const rules = { policy: 'never', requestedBy: null } as const;
    return {
      entry: toEntry(pending.arrival, await settle(tx, context, pending.arrival, rules)),
      returnTo: pending.returnTo,
    };
  });
  return admit(parts, request, [entry], returnTo);
}

async function find(
  parts: SignInParts,
  request: Request,
  token: string,
): Promise<{ pending: PendingLink; hash: string }> {
  const { browser, hash } = binding(parts, request, token);
  const pending = await findPendingLink(parts.context, browser, hash);
  if (!pending) throw gone();
  return { pending, hash };
}

function binding({ cookies }: SignInParts, request: Request, token: string): { browser: string; hash: string } {
  return { browser: cookies.read(request, 'browser') ?? '', hash: hashToken(token) };
}

function gone(): HostError {
  return new HostError('not_found', {
    hint: 'This question was answered, has expired after ten minutes, or was asked in another browser. Sign in again.',
  });
}
