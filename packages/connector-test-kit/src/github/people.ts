/** One address of a GitHub account. */
export interface GithubAddress {
  email: string;
  primary: boolean;
  verified: boolean;
}

/** What a person is in an organization. */
export interface GithubMembership {
  /** Its login. */
  organization: string;
  organizationId: number;
  /** Default `active`; `pending` is an invitation that is still open. */
  state?: 'active' | 'pending';
  /** Default `member`. */
  role?: 'admin' | 'member' | 'billing_manager';
  /** Slugs of the teams in which the person is. */
  teams?: readonly string[];
}

/** A person who has an account at the fake GitHub. */
export interface GithubPerson {
  /** A `bigint` for one beyond 2^53. */
  id: number | bigint;
  login: string;
  name: string | null;
  /** What stands on the profile. */
  publicEmail: string | null;
  addresses: readonly GithubAddress[];
  memberships: readonly GithubMembership[];
}

/** Who is there unless a test says otherwise. The first has a verified primary address, the last has not. */
export const demoGithubPeople = [
  {
    id: 18_151_210,
    login: 'ada-lovelace',
    name: 'Ada Lovelace',
    publicEmail: 'countess@example.test',
    addresses: [
      { email: 'old-ada@example.test', primary: false, verified: true },
      { email: 'ada@example.test', primary: true, verified: true },
      { email: '18151210+ada-lovelace@users.noreply.github.test', primary: false, verified: true },
    ],
    memberships: [{ organization: 'analytical-engines', organizationId: 1837, teams: ['programmers'] }],
  },
  {
    id: 19_061_209,
    login: 'ghopper',
    name: null,
    publicEmail: null,
    addresses: [{ email: 'grace@example.test', primary: true, verified: true }],
    memberships: [
      { organization: 'analytical-engines', organizationId: 1837, state: 'pending', teams: ['programmers'] },
    ],
  },
  {
    id: 666,
    login: 'mallory',
    name: 'Mallory Unverified',
    publicEmail: null,
    addresses: [
      { email: 'mallory@example.test', primary: true, verified: false },
      { email: 'other-mallory@example.test', primary: false, verified: true },
    ],
    memberships: [],
  },
] as const satisfies readonly GithubPerson[];
