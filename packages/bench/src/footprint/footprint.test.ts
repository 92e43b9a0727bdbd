import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { inParallel } from '../../../tools/src/in-parallel.ts';
import { workspaceRoot } from '../../../tools/src/workspace.ts';
import { installedFolders } from './closure.ts';
import { bytesIn } from './installed-bytes.ts';
import { mebibyte, sizeLimits } from './limits.ts';
import { loadedModules } from './loaded-modules.ts';
import { packedBytes } from './packed-bytes.ts';

const connectors = Object.keys(sizeLimits);
const folderOf = (name: string): string => join(workspaceRoot, 'packages', name);
const isOurs = (folder: string): boolean => !folder.includes(`${sep}node_modules${sep}`);

/** Too slow, or too large, to be there before they are used. */
const loadedLater = ['nodemailer', 'twilio', 'axios', 'got', 'undici'];

describe.each(Object.entries(sizeLimits))('the import of %s', (name, { files: limit }) => {
  it('loads few files, no SDK and no second HTTP client', async () => {
    const { files, undici } = await loadedModules(pathToFileURL(join(folderOf(name), 'src/index.ts')).href);
    const tooEarly = loadedLater.filter((library) => files.some((url) => url.includes(`/node_modules/${library}/`)));
    expect(tooEarly).toEqual([]);
    expect(undici).toBe(false);
    expect(files.length).toBeGreaterThan(5);
    expect(files.length).toBeLessThanOrEqual(limit);
  });
});

describe('what an installation brings', () => {
  const ownBytes = new Map<string, number>();

  beforeAll(async () => {
    const own = new Set(connectors.flatMap((name) => [...installedFolders(folderOf(name))].filter(isOurs)));
    await inParallel([...own], 2, async (folder) => ownBytes.set(folder, await packedBytes(folder)));
  });

  const bytesOf = (folders: Iterable<string>): number =>
    Array.from(folders, (folder) => ownBytes.get(folder) ?? bytesIn(folder)).reduce((sum, bytes) => sum + bytes, 0);

  it.each(connectors)('%s is small', (name) => {
    const { limit = 0, beyond } = sizeLimits[name] ?? {};
    const folders = installedFolders(folderOf(name));
    const allowed = Array.from(folders).find((folder) => folder.endsWith(`${sep}node_modules${sep}${beyond}`));
    const expected = limit + (allowed === undefined ? 0 : bytesOf(installedFolders(allowed)) / mebibyte);
    expect(bytesOf(folders) / mebibyte).toBeGreaterThan(0.2);
    expect(bytesOf(folders) / mebibyte).toBeLessThanOrEqual(expected);
  });
});
