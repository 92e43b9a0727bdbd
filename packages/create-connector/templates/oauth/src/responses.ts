import * as z from 'zod';

const optionalText = z.string().optional().catch(undefined);

/**
 * What is read of the profile, besides the id, whose digits are kept by who reads it. Whether a mark is `true` is judged
 * there, too.
 */
export const profileGuard = z.object({
  name: optionalText,
  picture: optionalText,
  email: optionalText,
  email_verified: z.unknown().optional(),
});
