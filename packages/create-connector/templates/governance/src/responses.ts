import * as z from 'zod';

/** An id with all its digits: beyond 2^53 the parser has kept them as text. */
const idGuard = z.union([z.string().min(1).max(255), z.int()]).transform(String);

const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), total: z.int().nonnegative() });

/** The answers of the lists: what is read of each entry, and every other field of it. */
export const pageGuards = {
  user: pageOf(
    z.looseObject({ id: idGuard, name: z.string().catch(''), suspended: z.boolean().optional().catch(undefined) }),
  ),
  group: pageOf(z.looseObject({ id: idGuard, name: z.string().catch('') })),
  membership: pageOf(z.object({ userId: idGuard, groupId: idGuard })),
} as const;

/** What Specimen says beside a status of 400 and above. */
export const refusalGuard = z.object({
  error: z.object({
    code: z.string().optional().catch(undefined),
    message: z.string().optional().catch(undefined),
  }),
});
