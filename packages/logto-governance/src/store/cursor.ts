import * as z from 'zod';

/** The order of a sync. */
const phases = ['roles', 'users', 'organizations', 'members', 'verification'] as const;

/** How far a paged list has been read. */
export const walkStateGuard = z.object({
  /** Every page before this one is drained. */
  next: z.int().min(1),
  /** Drained pages after `next`. */
  later: z.array(z.int()),
  /** The last page to ask for, as far as is known. */
  last: z.int().min(1),
  /** Drained pages that held nothing, and how many in a row held nothing new. */
  empty: z.array(z.int()),
  barren: z.int(),
  /** `Total-Number` as it was said first and last; absent when it was never said. */
  firstTotal: z.int().optional(),
  lastTotal: z.int().optional(),
  /** The total was another one at some time; or even a smaller one: something was deleted meanwhile. */
  changed: z.boolean(),
  fell: z.boolean(),
  /** No page after `last` is asked for, whatever the total says; `endless`: since it went on and on. */
  ended: z.boolean(),
  endless: z.boolean(),
});

export type WalkState = z.infer<typeof walkStateGuard>;

/** Where a sync stands: what a resumed one needs besides the records. */
export const cursorGuard = z.object({
  phase: z.enum(phases),
  users: walkStateGuard,
  /** Whether the roles are as many as the tenant said. */
  rolesAreWhole: z.boolean(),
});

export type Cursor = z.infer<typeof cursorGuard>;

export const newWalk = (): WalkState => ({
  next: 1,
  later: [],
  last: 1,
  empty: [],
  barren: 0,
  changed: false,
  fell: false,
  ended: false,
  endless: false,
});

export const newCursor = (): Cursor => ({ phase: 'roles', users: newWalk(), rolesAreWhole: false });
