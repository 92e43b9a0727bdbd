import * as z from 'zod';

/** What a host process is told. */
export const hostTaskGuard = z.object({
  databaseUrl: z.string(),
  key: z.string(),
  port: z.int(),
  publicUrl: z.string(),
  egress: z.object({ privateHosts: z.array(z.string()), proxy: z.string(), ca: z.string() }),
});
export type HostTask = z.infer<typeof hostTaskGuard>;

/** sysexits.h: the host cannot start now, and may later. */
export const temporaryFailure = 75;
