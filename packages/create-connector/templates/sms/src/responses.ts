import * as z from 'zod';

/** What Specimen says of a message that it took. */
export const acceptedGuard = z.object({
  id: z.string().min(1).max(255),
  // With an id, a message was taken, whatever else Specimen may call it.
  status: z.enum(['accepted', 'rejected']).catch('accepted'),
});

/** What it says beside a status of 400 and above. */
export const refusalGuard = z.object({
  error: z.object({
    code: z.string().optional().catch(undefined),
    message: z.string().optional().catch(undefined),
  }),
});
