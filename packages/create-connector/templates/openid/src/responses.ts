import * as z from 'zod';

const optionalText = z.string().optional().catch(undefined);

/**
 * What is read of ID token and userinfo, besides the subject. Whether a mark is `true` is judged by who reads it.
 * https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
export const claimsGuard = z.object({
  name: optionalText,
  picture: optionalText,
  email: optionalText,
  email_verified: z.unknown().optional(),
  phone_number: optionalText,
  phone_number_verified: z.unknown().optional(),
});
