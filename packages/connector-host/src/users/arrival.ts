import * as z from 'zod';
import { personGuard } from './person.ts';
import { providerTokensGuard } from './token-store.ts';

/** `SocialUserInfo` of the contract. */
const userInfoGuard = z.object({
  id: z.string(),
  issuer: z.string(),
  email: z.string().optional(),
  unverifiedEmail: z.string().optional(),
  phone: z.string().optional(),
  name: z.string().optional(),
  avatar: z.string().optional(),
  rawData: z.record(z.string(), z.unknown()),
});

/** Somebody who has come back from a provider, and everything that the rest of the sign-in needs. Plain data. */
export const arrivalGuard = z.object({
  /** Id of the connector's row. */
  connector: z.string(),
  target: z.string(),
  syncProfile: z.boolean(),
  person: personGuard,
  /** As the connector gave it, for the application's hook. */
  userInfo: userInfoGuard,
  /** What is to be stored; `null` when the connector or the operator does not allow it. */
  tokens: providerTokensGuard.nullable(),
  /** For signing out at the provider; `null` with connectors that cannot. */
  idToken: z.string().nullable(),
});
export type Arrival = z.infer<typeof arrivalGuard>;
