import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** The root of the Jackfield workspace that `folder` is in; `undefined` when it is in none. */
export async function findWorkspace(folder: string): Promise<string | undefined> {
  let current = resolve(folder);
  for (;;) {
    if ((await nameOfPackage(current)) === 'jackfield-workspace') return current;
    const parent = dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
}

async function nameOfPackage(folder: string): Promise<unknown> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest ? manifest.name : undefined;
  } catch {
    return undefined;
  }
}
