import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CreateConnectorError } from './refusal.ts';
import type { PackageFiles } from './render-package.ts';

/**
 * Writes a package whole or not at all: into a folder beside the wanted one, which then gets its name.
 *
 * @param folder must not exist; its parent must
 * @param signal stops the writing; nothing is left
 * @throws {@link CreateConnectorError} when the folder exists, or its parent does not
 */
export async function writePackage(folder: string, files: PackageFiles, signal?: AbortSignal): Promise<void> {
  await checkPlace(folder);
  const unfinished = join(dirname(folder), `.${basename(folder)}-${randomUUID()}`);
  try {
    await mkdir(unfinished);
    for (const [path, text] of files) {
      signal?.throwIfAborted();
      await mkdir(dirname(join(unfinished, path)), { recursive: true });
      await writeFile(join(unfinished, path), text, { flag: 'wx' });
    }
    signal?.throwIfAborted();
    await checkPlace(folder);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function checkPlace(folder: string): Promise<void> {
  const parent = await lookAt(dirname(folder));
  if (parent === undefined) throw new CreateConnectorError(`There is no folder ${dirname(folder)}. Make it first.`);
  if ((await lookAt(folder)) === undefined) return;
  throw new CreateConnectorError(`${folder} exists already, and is left as it is. Choose another name.`);
}

/** Links are not followed: one that leads nowhere is in the way, too. */
async function lookAt(path: string): Promise<object | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
