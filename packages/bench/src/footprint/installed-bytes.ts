import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of all files under a folder. */
export function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Bytes that an installation with npm has brought, zod apart. */
export function installedBytes(folder: string): number {
  const modules = join(folder, 'node_modules');
  const zod = join(modules, 'zod');
  return bytesIn(modules) - (existsSync(zod) ? bytesIn(zod) : 0);
}
