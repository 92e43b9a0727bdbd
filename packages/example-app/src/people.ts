import type { SocialUserInfo } from '@jackfield/connector-kit';

/** Somebody who has signed in. */
export interface Person extends Pick<
  SocialUserInfo,
  'issuer' | 'id' | 'name' | 'email' | 'unverifiedEmail' | 'avatar'
> {
  /** Addresses that this person has confirmed with a code. */
  readonly confirmed: Set<string>;
}

export interface People {
  /** Finds or adds the person, with the profile as it is now. */
  signedIn(user: SocialUserInfo): Person;
}

/** People are keyed by issuer and id, never by an address: addresses change hands, and anybody can claim one. */
export function createPeople(): People {
  const people = new Map<string, Person>();
  return {
    signedIn({ issuer, id, name, email, unverifiedEmail, avatar }) {
      const key = JSON.stringify([issuer, id]);
      const confirmed = people.get(key)?.confirmed ?? new Set();
      const person: Person = { issuer, id, name, email, unverifiedEmail, avatar, confirmed };
      people.set(key, person);
      return person;
    },
  };
}
