import { emailKey } from './person.ts';

/**
 * What happens when somebody comes from a provider for the first time with a verified address that an account has:
 *
 * - `ask` (default): the person is asked, and has to sign in to that account before anything is linked.
 * - `never`: a separate account is made, without the address.
 * - `automatic`: **Weakening.** The two are linked at once. Whoever can make any of the providers vouch for an address
 *   gets the account that has it.
 */
export type LinkPolicy = 'ask' | 'never' | 'automatic';

/** Somebody who has come back from a provider. */
export interface LinkCandidate {
  readonly target: string;
  /** **Verified** by the provider, else `null`. An unverified address is not even looked at. */
  readonly email: string | null;
  /** Id of the signed-in user who asks to add this identity to their account; `null` for a sign-in. */
  readonly requestedBy: string | null;
}

/** What the database knows that may belong to the candidate. */
export interface ExistingAccounts {
  /** This very identity (target, issuer and subject), and the user who has it. */
  readonly owner: { readonly userId: string; readonly identityId: string } | null;
  /** The account of `requestedBy`; at a sign-in, the one with the candidate's address (a verified one goes first). */
  readonly account: {
    readonly userId: string;
    readonly email: string | null;
    readonly emailVerified: boolean;
    /** Targets of its identities. */
    readonly targets: readonly string[];
  } | null;
}

const reasons = {
  identity_known: 'This identity has signed in before.',
  identity_already_linked: 'This identity belongs to the account already.',
  identity_of_another_account: 'This identity belongs to another account.',
  no_verified_address: 'The provider vouches for no e-mail address of this identity.',
  address_unknown: 'No account has this address.',
  account_without_verified_address: 'The account has no verified e-mail address.',
  account_address_not_verified: 'An account has this address, but nobody ever verified that it is theirs.',
  addresses_differ: 'The account has another address.',
  both_addresses_verified: 'Both sides have a verified address.',
  same_address: 'An account has the same verified address.',
  asked_by_account_holder: 'The person is signed in to the account and asked for it.',
  account_has_same_target: 'The account has another identity of the same provider: the address may have changed hands.',
  policy_ask: 'The person has to decide, and to prove that the account is theirs.',
  policy_never: 'The host is set never to link by address.',
  policy_automatic: 'The host is set to link by address without asking.',
} as const;

export type LinkReasonCode = keyof typeof reasons;

/** One step of the reasoning: a stable code, and the same in plain words. */
export interface LinkReason {
  readonly code: LinkReasonCode;
  readonly text: string;
}

/**
 * - `same`: signs in to `userId`, who has this identity already.
 * - `new`: makes an account.
 * - `ask`: nothing happens before the person has decided, and has proved to be `userId`.
 * - `link`: adds the identity to `userId`.
 * - `refuse`: the request to link cannot be met.
 */
export type LinkDecision =
  | {
      readonly verdict: 'same';
      readonly userId: string;
      readonly identityId: string;
      readonly reasons: readonly LinkReason[];
    }
  | { readonly verdict: 'ask' | 'link'; readonly userId: string; readonly reasons: readonly LinkReason[] }
  | { readonly verdict: 'new' | 'refuse'; readonly reasons: readonly LinkReason[] };

/**
 * Decides to which account a person belongs. Never `ask` or `link` unless both addresses are verified: neither an address
 * that the provider does not vouch for, nor a local one that was never verified (pre-hijacking), joins anything.
 */
export function decideLink(
  candidate: LinkCandidate,
  { owner, account }: ExistingAccounts,
  policy: LinkPolicy,
): LinkDecision {
  if (owner !== null) return decideKnown(owner, candidate.requestedBy);
  if (candidate.requestedBy !== null) return decideRequested(candidate, account);
  if (candidate.email === null) return decided('new', 'no_verified_address');
  if (account === null) return decided('new', 'address_unknown');
  if (!account.emailVerified || account.email === null) return decided('new', 'account_address_not_verified');
  if (emailKey(account.email) !== emailKey(candidate.email)) return decided('new', 'addresses_differ');
  const both = ['same_address', 'both_addresses_verified'] as const;
  if (policy === 'never') return decided('new', ...both, 'policy_never');
  if (account.targets.includes(candidate.target)) {
    return decidedFor(account.userId, 'ask', ...both, 'account_has_same_target');
  }
  if (policy === 'automatic') return decidedFor(account.userId, 'link', ...both, 'policy_automatic');
  return decidedFor(account.userId, 'ask', ...both, 'policy_ask');
}

function decideKnown(owner: NonNullable<ExistingAccounts['owner']>, requestedBy: string | null): LinkDecision {
  if (requestedBy === null) return { verdict: 'same', ...owner, reasons: explain(['identity_known']) };
  if (requestedBy === owner.userId) return { verdict: 'same', ...owner, reasons: explain(['identity_already_linked']) };
  return decided('refuse', 'identity_of_another_account');
}

function decideRequested(candidate: LinkCandidate, account: ExistingAccounts['account']): LinkDecision {
  const { email, requestedBy } = candidate;
  if (email === null) return decided('refuse', 'no_verified_address');
  if (account === null || account.userId !== requestedBy || !account.emailVerified || account.email === null) {
    return decided('refuse', 'account_without_verified_address');
  }
  return decidedFor(account.userId, 'link', 'asked_by_account_holder', 'both_addresses_verified');
}

function decided(verdict: 'new' | 'refuse', ...codes: readonly LinkReasonCode[]): LinkDecision {
  return { verdict, reasons: explain(codes) };
}

function decidedFor(userId: string, verdict: 'ask' | 'link', ...codes: readonly LinkReasonCode[]): LinkDecision {
  return { verdict, userId, reasons: explain(codes) };
}

function explain(codes: readonly LinkReasonCode[]): readonly LinkReason[] {
  return codes.map((code) => ({ code, text: reasons[code] }));
}
