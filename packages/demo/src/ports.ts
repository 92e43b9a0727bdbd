import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

/** Where the identity providers were, since people are known by the address of their provider. */
const portsGuard = z.object({ provider: z.int(), oauth: z.int(), github: z.int() });
export type Ports = z.infer<typeof portsGuard>;

/** @returns any free ports when nothing was kept there */
export function readPorts(path: string): Ports {
  try {
    return portsGuard.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { provider: 0, oauth: 0, github: 0 };
  }
}

export function keepPorts(path: string, ports: Ports): void {
  writeFileSync(path, JSON.stringify(ports));
}

/** Starts something on a port, or on any free one when that is taken. */
export async function startNear<Started>(port: number, start: (port: number) => Promise<Started>): Promise<Started> {
  try {
    return await start(port);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    return start(0);
  }
}
