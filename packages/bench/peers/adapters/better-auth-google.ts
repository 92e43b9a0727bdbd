import * as z from 'zod';
import { betterAuthSignIn } from './better-auth.ts';

const profileGuard = z.object({ sub: z.string(), email: z.string() });

export const start = betterAuthSignIn('google', (profile) => {
  const { sub: id, email } = profileGuard.parse(profile);
  return { id, email };
});
