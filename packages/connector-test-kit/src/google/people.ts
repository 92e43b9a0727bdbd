import type { Person } from '../oidc/people.ts';

/** People with Google accounts, as Google's ID tokens describe them. */
export const googlePeople = {
  /** An account of the organisation `example.test`. */
  ada: {
    sub: '110248495921238986420',
    name: 'Ada Lovelace',
    given_name: 'Ada',
    family_name: 'Lovelace',
    picture: 'https://people.example.test/ada=s96-c',
    email: 'ada@example.test',
    email_verified: true,
    hd: 'example.test',
  },
  /** A private account whose address is with another provider. */
  grace: {
    sub: '103816273940586172093',
    name: 'Grace Hopper',
    given_name: 'Grace',
    family_name: 'Hopper',
    picture: 'https://people.example.test/grace=s96-c',
    email: 'grace@mail.example.test',
    email_verified: true,
  },
  /** A private account whose address was never verified. */
  mallory: {
    sub: '117005382716406958201',
    name: 'Mallory Unverified',
    given_name: 'Mallory',
    family_name: 'Unverified',
    picture: 'https://people.example.test/mallory=s96-c',
    email: 'mallory@example.test',
    email_verified: false,
  },
} as const satisfies Record<string, Person>;

export type GooglePerson = keyof typeof googlePeople;
