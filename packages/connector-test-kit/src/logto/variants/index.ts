import type { LogtoRequest } from '../api/request.ts';
import { faultVariants } from './faults.ts';
import { listVariants } from './lists.ts';
import { memberVariants } from './members.ts';
import { rateLimitVariants } from './rate-limits.ts';
import { tokenVariants } from './tokens.ts';
import type { LogtoVariant } from './variant.ts';
import { walkVariants } from './walks.ts';

const table = {
  ...tokenVariants,
  ...rateLimitVariants,
  ...walkVariants,
  ...memberVariants,
  ...listVariants,
  ...faultVariants,
} as const satisfies Record<string, LogtoVariant>;

/** `token/expires-midway`, `walk/organization-deleted`, `users/page-empty`, `members/truncated` … */
export type LogtoVariantName = keyof typeof table;

/** Every way in which the fake Logto can be told to misbehave (a few are odd, but allowed: they say so). */
export const logtoVariants: Readonly<Record<LogtoVariantName, LogtoVariant>> = table;

/** The variant of this name, or the one that was given. */
export const findVariant = (variant: LogtoVariantName | LogtoVariant): LogtoVariant =>
  typeof variant === 'string' ? logtoVariants[variant] : variant;

/**
 * A variant that is in force for some requests only: the third page, the first attempt of each.
 *
 * @param holds whether it is, for a request
 */
export function onlyWhen(
  variant: LogtoVariantName | LogtoVariant,
  holds: (request: LogtoRequest) => boolean,
): LogtoVariant {
  const { description, before, tokens, window, rows, total, answer } = findVariant(variant);
  return {
    description,
    before: (context, request) => {
      if (holds(request)) before?.(context, request);
    },
    tokens: (body, request) => (tokens && holds(request) ? tokens(body, request) : body),
    window: (seen, request, count) => (window && holds(request) ? window(seen, request, count) : seen),
    rows: (seen, request) => (rows && holds(request) ? rows(seen, request) : seen),
    total: (seen, request) => (total && holds(request) ? total(seen, request) : seen),
    answer: (seen, request, context) => (answer && holds(request) ? answer(seen, request, context) : seen),
  };
}
