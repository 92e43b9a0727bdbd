import * as z from 'zod';
import { betterAuthSignIn } from './better-auth.ts';

const profileGuard = z.object({ id: z.coerce.string(), email: z.string() });

export const start = betterAuthSignIn('github', (profile) => profileGuard.parse(profile));
