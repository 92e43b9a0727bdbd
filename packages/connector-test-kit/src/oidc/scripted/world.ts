import type { SigningAlgorithm } from '../jwt.ts';
import type { Person } from '../people.ts';
import type { KnownClient } from './client-authentication.ts';
import type { ProviderCheck, ProviderContext, SignIn, Variant } from './variant.ts';

/** Everything that an endpoint of the scripted provider works on. */
export interface World {
  readonly client: KnownClient;
  readonly person: Person;
  readonly algorithm: SigningAlgorithm;
  /** What variants may draw on, as of now. */
  readonly context: ProviderContext;
  /** The variants in use. */
  readonly variants: readonly Variant[];
  readonly signIns: SignIn[];
  /** Live tokens, and the sign-in that each came from. */
  readonly accessTokens: Map<string, SignIn>;
  readonly refreshTokens: Map<string, SignIn>;
}

/** Lets every variant in use patch `value`, in order. */
export const patch = <Value>(
  world: World,
  value: Value,
  apply: (variant: Variant, value: Value) => Value | undefined,
): Value => world.variants.reduce((patched, variant) => apply(variant, patched) ?? patched, value);

export const ignores = (world: World, check: ProviderCheck): boolean =>
  world.variants.some((variant) => variant.ignores?.includes(check));
