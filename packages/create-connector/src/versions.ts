import { readFile } from 'node:fs/promises';

const packageRoot = new URL('../', import.meta.url);

/**
 * The versions that a connector outside of the workspace starts with: those that this package was tested with. In the
 * workspace itself, where they are links, the versions of what is linked.
 *
 * @returns package → range
 */
export async function testedVersions(): Promise<Record<string, string>> {
  const { devDependencies = {} } = await readManifest('package.json');
  const ranges = Object.entries(devDependencies).map(async ([name, range]) => {
    if (!/^(?:workspace|catalog):/.test(range)) return [name, range];
    return [name, `^${(await readManifest(`node_modules/${name}/package.json`)).version}`];
  });
  return Object.fromEntries(await Promise.all(ranges));
}

async function readManifest(path: string): Promise<{ version: string; devDependencies?: Record<string, string> }> {
  return JSON.parse(await readFile(new URL(path, packageRoot), 'utf8'));
}
