import { groupBy } from './group.ts';
import type { Journal } from './journal.ts';
import type { Stored } from './stored.ts';

type Seen = Pick<Journal, 'people' | 'addressUsers'>;
type Tables = Pick<Stored, 'users' | 'identities' | 'audit'>;

/** @returns what of the people's rules does not hold */
export function checkPeople(seen: Seen, tables: Tables): readonly string[] {
  return [...checkUsers(tables), ...checkSignIns(seen, tables), ...checkAddresses(seen, tables)];
}

/** Nobody is there twice, and nobody without a way in. */
function checkUsers({ users, identities, audit }: Tables): readonly string[] {
  const owners = new Set(identities.map(({ user_id: userId }) => userId));
  const made = audit.filter(({ action }) => action === 'user.create').length;
  return [
    ...twice(
      'identity',
      identities.map(({ target, subject }) => `${target} ${subject}`),
    ),
    ...twice('address', verifiedAddresses(users)),
    ...users
      .filter((user) => !owners.has(user.id) && user.email_verified === 0 && user.phone_verified === 0)
      .map(({ id }) => `a user without a way to sign in: ${id}`),
    ...(made === users.length ? [] : [`${users.length} users, and ${made} in the audit log`]),
  ];
}

/** Whoever has signed in has one identity, and was the same user each time. */
function checkSignIns({ people }: Seen, { identities }: Tables): readonly string[] {
  return [...people.values()]
    .filter(({ signIns }) => signIns > 0)
    .flatMap(({ target, subject, userIds }) => {
      const [identity, ...others] = identities.filter((one) => one.target === target && one.subject === subject);
      if (!identity || others.length > 0)
        return [`${others.length + (identity ? 1 : 0)} identities: ${target} ${subject}`];
      const wrong = [...userIds].filter((id) => id !== identity.user_id);
      return wrong.map((id) => `${target} ${subject} was signed in as ${id}, and is ${identity.user_id}`);
    });
}

/** Whoever has verified an address has an account with it, and was that user each time. */
function checkAddresses({ addressUsers }: Seen, { users }: Tables): readonly string[] {
  return [...addressUsers].flatMap(([to, userIds]) => {
    const owner = users.find(
      (user) =>
        (user.email_verified === 1 && user.email_key === to) || (user.phone_verified === 1 && user.phone === to),
    );
    if (!owner) return [`nobody has the verified address ${to}`];
    return [...userIds].filter((id) => id !== owner.id).map((id) => `${to} was signed in as ${id}, and is ${owner.id}`);
  });
}

function verifiedAddresses(users: Tables['users']): readonly string[] {
  return users
    .flatMap((user) => [user.email_verified === 1 && user.email_key, user.phone_verified === 1 && user.phone])
    .filter((address) => typeof address === 'string');
}

function twice(what: string, values: readonly string[]): readonly string[] {
  const groups = [...groupBy(values, (value) => value)];
  return groups
    .filter(([, { length }]) => length > 1)
    .map(([value, { length }]) => `${length} times the ${what} ${value}`);
}
