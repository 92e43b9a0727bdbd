import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const namesGuard = z.record(z.string(), z.string()).default({});
const manifestGuard = z.object({
  dependencies: namesGuard,
  peerDependencies: namesGuard,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
});

/**
 * The folders of a package and of everything that an installation of it brings, zod apart, as they stand in this
 * workspace.
 */
export function installedFolders(folder: string): ReadonlySet<string> {
  const folders = new Set([realpathSync(folder)]);
  for (const found of folders) {
    for (const name of neededBy(found)) folders.add(dependencyFolder(found, name));
  }
  return folders;
}

function neededBy(folder: string): string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { dependencies, peerDependencies, peerDependenciesMeta } = manifestGuard.parse(manifest);
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...Object.keys(dependencies), ...peers].filter((name) => name !== 'zod');
}

/** Found as Node finds it, from the nearest `node_modules` up. */
function dependencyFolder(from: string, name: string): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
  }
  throw new Error(`${name} is not installed for ${from}.`);
}
