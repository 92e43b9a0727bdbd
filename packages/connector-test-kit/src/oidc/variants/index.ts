import { answerVariants } from './answers.ts';
import { cachingVariants } from './caching.ts';
import { callbackVariants } from './callback.ts';
import { discoveryVariants } from './discovery.ts';
import { idTokenClaimVariants } from './id-token-claims.ts';
import { idTokenShapeVariants } from './id-token-shape.ts';
import { idTokenSignatureVariants } from './id-token-signature.ts';
import { identityVariants } from './identity.ts';
import { multiTenantVariants } from './multi-tenant.ts';
import { tokenVariants } from './token.ts';
import { userInfoVariants } from './user-info.ts';
import type { Variant } from '../scripted/variant.ts';

const table = {
  ...callbackVariants,
  ...idTokenSignatureVariants,
  ...idTokenClaimVariants,
  ...idTokenShapeVariants,
  ...multiTenantVariants,
  ...identityVariants,
  ...userInfoVariants,
  ...tokenVariants,
  ...discoveryVariants,
  ...cachingVariants,
  ...answerVariants,
} as const satisfies Record<string, Variant>;

/** `callback/iss-wrong`, `id-token/alg-none`, `token/gigantic` … */
export type VariantName = keyof typeof table;

/** Every way in which the scripted provider can be told to misbehave (a few are odd, but allowed: they say so). */
export const variants: Readonly<Record<VariantName, Variant>> = table;
