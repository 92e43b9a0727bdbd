import { describe, expect, test } from 'vitest';
import { decideLink, type ExistingAccounts, type LinkPolicy } from './decide-link.ts';
import { emailKey } from './person.ts';

const candidate = { target: 'google', email: 'ada@example.test', requestedBy: null };
const account = { userId: 'u1', email: 'ada@example.test', emailVerified: true, targets: ['github'] };
const nobody: ExistingAccounts = { owner: null, account: null };
const codes = (decision: ReturnType<typeof decideLink>) => decision.reasons.map(({ code }) => code);

describe('decideLink', () => {
  test('a known identity signs in to its account, whatever address it has', () => {
    const owner = { userId: 'u9', identityId: 'i9' };
    expect(decideLink(candidate, { owner, account }, 'automatic')).toMatchObject({ verdict: 'same', ...owner });
  });

  test.each([
    ['no verified address', { ...candidate, email: null }, account, 'no_verified_address'],
    ['an address that nobody has', candidate, null, 'address_unknown'],
    ['another address', { ...candidate, email: 'ada@other.test' }, account, 'addresses_differ'],
  ] as const)('%s makes a new account', (_, who, existing, code) => {
    const decision = decideLink(who, { owner: null, account: existing }, 'automatic');
    expect(decision.verdict).toBe('new');
    expect(codes(decision)).toContain(code);
  });

  test('attack: pre-hijack: a local, never verified address joins nothing', () => {
    const planted = { ...account, emailVerified: false };
    const decision = decideLink(candidate, { owner: null, account: planted }, 'automatic');
    expect(decision.verdict).toBe('new');
    expect(codes(decision)).toEqual(['account_address_not_verified']);
  });

  test('the same verified address: the policy decides', () => {
    const verdicts = (['ask', 'never', 'automatic'] as const).map((policy) =>
      decideLink(candidate, { owner: null, account }, policy),
    );
    expect(verdicts).toMatchObject([
      { verdict: 'ask', userId: 'u1' },
      { verdict: 'new' },
      { verdict: 'link', userId: 'u1' },
    ]);
  });

  test('attack: an address that changed hands at one provider is not linked without asking', () => {
    const decision = decideLink({ ...candidate, target: 'github' }, { owner: null, account }, 'automatic');
    expect(decision.verdict).toBe('ask');
    expect(codes(decision)).toContain('account_has_same_target');
  });

  test('attack: an address with a letter that folds to another is another address', () => {
    const lookalike = { ...candidate, email: 'ada@example.test'.replace('m', '\uFF4D') };
    expect(decideLink(lookalike, { owner: null, account }, 'automatic').verdict).toBe('new');
    expect(emailKey('\u212Aate@X.test')).toBe('\u212Aate@x.test');
    expect(emailKey('Kate@X.TEST')).toBe('kate@x.test');
  });

  test('a signed-in person adds an identity with any verified address of theirs', () => {
    const asked = { ...candidate, email: 'work@example.test', requestedBy: 'u1' };
    expect(decideLink(asked, { owner: null, account }, 'never')).toMatchObject({ verdict: 'link', userId: 'u1' });
  });

  test.each([
    ['that belongs to another account', 'u1', { owner: { userId: 'u2', identityId: 'i2' }, account: null }],
    ['to an account without a verified address', 'u1', { owner: null, account: { ...account, emailVerified: false } }],
    ['to an account that is not theirs', 'u2', { owner: null, account }],
  ])('a signed-in person cannot add an identity %s', (_, requestedBy, existing) => {
    expect(decideLink({ ...candidate, requestedBy }, existing, 'automatic').verdict).toBe('refuse');
  });

  test('never asks or links unless both addresses are verified, in any combination', () => {
    const emails = [null, 'ada@example.test', 'ADA@example.test', 'eve@example.test'];
    const accounts = [
      null,
      ...emails.flatMap((email) =>
        [true, false].flatMap((emailVerified) =>
          [[], ['google'], ['github']].map((targets) => ({ userId: 'u1', email, emailVerified, targets })),
        ),
      ),
    ];
    const policies: LinkPolicy[] = ['ask', 'never', 'automatic'];
    const joined = emails.flatMap((email) =>
      [null, 'u1', 'u2'].flatMap((requestedBy) =>
        accounts.flatMap((existing) =>
          policies.flatMap((policy) => {
            const decision = decideLink(
              { target: 'google', email, requestedBy },
              { ...nobody, account: existing },
              policy,
            );
            return ['ask', 'link'].includes(decision.verdict) ? [{ email, existing, decision }] : [];
          }),
        ),
      ),
    );
    expect(joined.length).toBeGreaterThan(0);
    expect(joined.filter(({ email, existing }) => email === null || existing?.emailVerified !== true)).toEqual([]);
    expect(joined.filter(({ existing }) => existing?.email === null)).toEqual([]);
    expect(joined.every(({ decision }) => decision.reasons.every(({ text }) => text.endsWith('.')))).toBe(true);
  });
});
