import type { SigningAlgorithm } from '../jwt.ts';
import type { Person } from '../people.ts';
import type { KnownClient } from './client-authentication.ts';
import type { ProviderContext, SignIn, Variant } from './variant.ts';

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
export const patch = <Value, AnyVariant>(
  { variants }: { readonly variants: readonly AnyVariant[] },
  value: Value,
  apply: (variant: AnyVariant, value: Value) => Value | undefined,
): Value => variants.reduce((patched, variant) => apply(variant, patched) ?? patched, value);

/** Whether a variant in use leaves this check out. */
export const ignores = <Check>(
  { variants }: { readonly variants: readonly { readonly ignores?: readonly Check[] }[] },
  check: NoInfer<Check>,
): boolean => variants.some((variant) => variant.ignores?.includes(check));
