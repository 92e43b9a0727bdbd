import type { Selectable } from 'kysely';
import type { IdentityTable, UserTable } from '../database/tables.ts';

/** Somebody who has signed in. Times are milliseconds since the epoch. */
export interface User {
  readonly id: string;
  readonly name: string | null;
  /** Address of a picture. */
  readonly avatar: string | null;
  readonly email: string | null;
  /** Only a verified address says who somebody is; at most one user has it. */
  readonly emailVerified: boolean;
  readonly phone: string | null;
  readonly phoneVerified: boolean;
  readonly createdAt: number;
  /** `null` until the first sign-in is complete. */
  readonly lastSignInAt: number | null;
}

/** One of a user's ways to sign in: an account at a provider. */
export interface Identity {
  readonly id: string;
  readonly userId: string;
  /** The provider's name: `github`. */
  readonly target: string;
  readonly issuer: string;
  /** Who it is there; unique with `target` and `issuer`. */
  readonly subject: string;
  /** As the provider said at the last sign-in; so are `avatar` and `email`. */
  readonly name: string | null;
  readonly avatar: string | null;
  /** Verified by the provider. */
  readonly email: string | null;
  readonly createdAt: number;
  readonly lastSignInAt: number;
}

export function toUser(row: Selectable<UserTable>): User {
  const { id, name, avatar, email, phone } = row;
  return {
    id,
    name,
    avatar,
    email,
    emailVerified: row.email_verified === 1,
    phone,
    phoneVerified: row.phone_verified === 1,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  };
}

export function toIdentity(row: Selectable<IdentityTable>): Identity {
  const { id, target, issuer, subject, name, avatar, email } = row;
  return {
    id,
    userId: row.user_id,
    target,
    issuer,
    subject,
    name,
    avatar,
    email,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  };
}
