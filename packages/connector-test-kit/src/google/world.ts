import type { Person } from '../oidc/people.ts';
import type { SignIn } from '../oidc/scripted/variant.ts';
import type { World } from '../oidc/scripted/world.ts';

/** A sign-in at Google. */
export interface GoogleSignIn extends SignIn {
  readonly person: Person;
  /** Whether it brings a refresh token: `access_type=offline`, and the person consents. */
  readonly isOffline: boolean;
}

/** Everything that an endpoint of the fake Google works on. */
export interface GoogleWorld extends World {
  readonly signIns: GoogleSignIn[];
  readonly accessTokens: Map<string, GoogleSignIn>;
  readonly refreshTokens: Map<string, GoogleSignIn>;
  /** Subjects who have consented: they are asked again with `prompt=consent` only. */
  readonly consents: Set<string>;
}

/** The world as it is for the person of a sign-in, whoever signs in by now. */
export const worldOf = (world: GoogleWorld, { person }: GoogleSignIn): GoogleWorld => ({ ...world, person });
