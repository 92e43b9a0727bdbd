/** A person who has an account at a fake provider: claims of OpenID Connect Core §5.1. */
export interface Person {
  sub: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
  phone_number?: string;
  phone_number_verified?: boolean;
  picture?: string;
  [claim: string]: unknown;
}

/** Who is there unless a test says otherwise. The first has everything verified, the last nothing. */
export const demoPeople = [
  {
    sub: 'ada-1815',
    name: 'Ada Lovelace',
    given_name: 'Ada',
    family_name: 'Lovelace',
    email: 'ada@example.test',
    email_verified: true,
    phone_number: '+14155550100',
    phone_number_verified: true,
    picture: 'https://people.example.test/ada.png',
  },
  {
    sub: 'grace-1906',
    name: 'Grace Hopper',
    given_name: 'Grace',
    family_name: 'Hopper',
    email: 'grace@example.test',
    email_verified: true,
    picture: 'https://people.example.test/grace.png',
  },
  {
    sub: 'mallory-0000',
    name: 'Mallory Unverified',
    given_name: 'Mallory',
    family_name: 'Unverified',
    email: 'mallory@example.test',
    email_verified: false,
  },
] as const satisfies readonly Person[];

/** Which scope opens which claims (OpenID Connect Core §5.4). */
export const scopeClaims = {
  profile: ['name', 'given_name', 'family_name', 'nickname', 'picture', 'locale', 'updated_at'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
} as const;

/** What a client learns of a person: the claims of the granted scopes, and those that belong to no scope. */
export function claimsOf(person: Person, scope: string): Record<string, unknown> {
  const granted = scope.split(' ');
  const hidden = new Set<string>(
    Object.entries(scopeClaims).flatMap(([name, claims]) => (granted.includes(name) ? [] : claims)),
  );
  return Object.fromEntries(Object.entries(person).filter(([claim]) => !hidden.has(claim)));
}
