import { type JsonObject, without } from '../../oidc/json.ts';
import type { GithubPerson } from '../people.ts';
import type { GithubVariant } from '../variant.ts';

const user = (description: string, change: (body: JsonObject) => JsonObject): GithubVariant => ({
  description,
  user: change,
});

const id = (description: string, value: unknown): GithubVariant =>
  user(description, (body) => ({ ...body, id: value }));

const emails = (
  description: string,
  change: (entries: readonly JsonObject[]) => readonly JsonObject[],
): GithubVariant => ({ description, emails: change });

/** What the mark of the primary address says. */
const mark = (description: string, value: unknown): GithubVariant =>
  emails(description, (entries) =>
    entries.map((entry) => (entry.primary === true ? { ...entry, verified: value } : entry)),
  );

const person = (description: string, change: (person: GithubPerson) => GithubPerson): GithubVariant => ({
  description,
  person: change,
});

const filler = (index: number): JsonObject => ({
  email: `number-${index}@example.test`,
  primary: false,
  verified: true,
  visibility: null,
});

/** Who the person is said to be. */
export const personVariants = {
  'person/id-beyond-2-53': id('The id is 9007199254740993.', 9_007_199_254_740_993n),
  'person/id-missing': user('No id.', (body) => without(body, 'id')),
  'person/id-null': id('The id is null.', null),
  'person/id-empty': id('The id is an empty text.', ''),
  'person/id-text': id('The id is a text that is no number.', 'ada-lovelace'),
  'person/id-object': id('The id is an object.', { value: 1 }),
  'person/id-list': id('The id is a list.', [18_151_210]),
  'person/id-zero': id('The id is 0.', 0),
  'person/id-negative': id('The id is negative.', -1),
  'person/id-fraction': id('The id is 1.5.', 1.5),
  'person/login-path': user('The login is a path.', (body) => ({ ...body, login: '../../user' })),
  'person/name-markup': user('A name that is HTML, with a terminal escape code.', (body) => ({
    ...body,
    name: '<script>alert(1)</script>\u001B[31m',
  })),
  'person/avatar-script': user('The avatar is a javascript: URL.', (body) => ({
    ...body,
    avatar_url: 'javascript:alert(1)',
  })),
  'person/verified-false': mark('The primary address is not verified.', false),
  'person/verified-false-text': mark('The mark of the primary address is the text "false".', 'false'),
  'person/verified-true-text': mark('The mark of the primary address is the text "true".', 'true'),
  'person/verified-one': mark('The mark of the primary address is the number 1.', 1),
  'person/verified-null': mark('The mark of the primary address is null.', null),
  'person/verified-object': mark('The mark of the primary address is an object.', { verified: true }),
  'person/verified-missing': emails('No address has a mark.', (entries) =>
    entries.map((entry) => without(entry, 'verified')),
  ),
  'person/primary-none': emails('No address is primary.', (entries) =>
    entries.map((entry) => ({ ...entry, primary: false })),
  ),
  'person/primary-text': emails('The mark of being primary is the text "true".', (entries) =>
    entries.map((entry) => ({ ...entry, primary: 'true' })),
  ),
  'person/primary-contradicts': emails('The primary address comes twice, verified and not.', (entries) =>
    entries.concat(entries.filter(({ primary }) => primary === true).map((entry) => ({ ...entry, verified: false }))),
  ),
  'person/no-addresses': emails('The list of addresses is empty.', () => []),
  'person/addresses-of-texts': {
    description: 'The list of addresses is one of texts, as before 2013.',
    answers: {
      emails: (answer) => ({ ...answer, body: '["ada@example.test"]' }),
    },
  },
  'person/two-in-one-address': emails('The primary address is two, by a comma.', (entries) =>
    entries.map((entry) => (entry.primary === true ? { ...entry, email: 'ada@example.test,eve@evil.test' } : entry)),
  ),
  'person/full-width-at': emails('The primary address has a full-width at sign beside the plain one.', (entries) =>
    entries.map((entry) => (entry.primary === true ? { ...entry, email: 'ada＠example.test@evil.test' } : entry)),
  ),
  'person/many-addresses': emails('Ninety addresses; the primary one is the last.', (entries) => [
    ...Array.from({ length: 89 }, (_, index) => filler(index)),
    ...entries.filter(({ primary }) => primary === true),
  ]),
  'person/of-another-organization': person('A member of an organization that took over the name.', (one) => ({
    ...one,
    memberships: [{ organization: 'analytical-engines', organizationId: 6666, teams: ['programmers'] }],
  })),
  'person/invited-only': person('The invitation to the organization is still open.', (one) => ({
    ...one,
    memberships: one.memberships.map((membership) => ({ ...membership, state: 'pending' as const })),
  })),
  'person/billing-manager': person('A billing manager of the organization, who is no member.', (one) => ({
    ...one,
    memberships: one.memberships.map((membership) => ({ ...membership, role: 'billing_manager' as const })),
  })),
} as const satisfies Record<string, GithubVariant>;
