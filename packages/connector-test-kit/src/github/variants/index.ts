import type { GithubVariant } from '../variant.ts';
import { answerVariants } from './answers.ts';
import { callbackVariants } from './callback.ts';
import { limitVariants } from './limits.ts';
import { personVariants } from './person.ts';
import { tokenVariants } from './token.ts';

const table = {
  ...callbackVariants,
  ...tokenVariants,
  ...personVariants,
  ...limitVariants,
  ...answerVariants,
} as const satisfies Record<string, GithubVariant>;

/** `callback/iss-wrong`, `person/verified-false`, `limit/primary`, `user/gigantic` … */
export type GithubVariantName = keyof typeof table;

/** Every way in which the fake GitHub can be told to misbehave (a few are odd, but allowed: they say so). */
export const githubVariants: Readonly<Record<GithubVariantName, GithubVariant>> = table;
