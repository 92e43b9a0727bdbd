import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from '../npm.ts';
import type { World } from '../provider/world.ts';

/** Holds the peers' own `package.json`, its lock, and what is installed from it. */
const peersFolder = fileURLToPath(new URL('../../peers/', import.meta.url));

/** Installs the other libraries, as they are locked. */
export async function installPeers(): Promise<void> {
  await npm(peersFolder, 'ci');
}

/** Runs `use` with the path of a file that holds the providers' authority, for `NODE_EXTRA_CA_CERTS`. */
export async function withAuthority<Result>({ ca }: World, use: (path: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-bench-ca-'));
  try {
    const path = join(folder, 'authority.pem');
    writeFileSync(path, ca);
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
