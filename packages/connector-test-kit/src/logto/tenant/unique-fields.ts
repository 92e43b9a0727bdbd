import type { LogtoUser, LogtoUserFields } from './model.ts';
import { LogtoRefusal } from './refusal.ts';

const uniqueFields = [
  ['username', 'username', (value: string) => value],
  ['primaryEmail', 'email', (value: string) => value.toLowerCase()],
  ['primaryPhone', 'phone', (value: string) => value],
] as const;

/**
 * No two users have one username, address or number.
 *
 * @param ownId the user that is being changed, if it is one of them
 * @throws LogtoRefusal 422 `user.username_already_in_use`, `user.email_already_in_use` or `user.phone_already_in_use`
 */
export function refuseTakenFields(
  users: ReadonlyMap<string, LogtoUser>,
  fields: LogtoUserFields,
  ownId?: string,
): void {
  for (const [field, word, normalize] of uniqueFields) {
    const wanted = fields[field];
    if (typeof wanted !== 'string') continue;
    for (const user of users.values()) {
      const value = user[field];
      if (user.id === ownId || value === null || normalize(value) !== normalize(wanted)) continue;
      throw new LogtoRefusal(422, `user.${word}_already_in_use`, 'Another user has this already.');
    }
  }
}
