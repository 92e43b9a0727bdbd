import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConnectorError } from '../connector-error.ts';

/**
 * Reads a file of a package.
 *
 * @param path relative to the folder of `package.json`
 * @param limit bytes
 * @throws `invalid_metadata` when it is missing, outside the package, not a regular file, or too large
 */
export async function readPackageFile(packageJsonUrl: string | URL, path: string, limit: number): Promise<Uint8Array> {
  const file = await locate(packageJsonUrl, path);
  // Not blocking: a named pipe would never be opened otherwise.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw invalidFile(path, 'cannot be read', error);
  });
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw invalidFile(path, 'is not a regular file');
    if (status.size > limit) throw invalidFile(path, `is larger than ${limit / 1024} KiB`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** The real path of a file within the package. */
async function locate(packageJsonUrl: string | URL, path: string): Promise<string> {
  if (isAbsolute(path) || path.includes('\0') || path.split(/[\\/]/).includes('..')) {
    throw invalidFile(path, 'must be a path inside the package');
  }
  try {
    const folder = await realpath(dirname(fileURLToPath(packageJsonUrl)));
    const file = await realpath(resolve(folder, path));
    const inside = relative(folder, file);
    if (inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return file;
  } catch (error) {
    throw invalidFile(path, 'cannot be found in the package', error);
  }
  throw invalidFile(path, 'leads out of the package');
}

function invalidFile(path: string, problem: string, cause?: unknown): ConnectorError {
  return new ConnectorError('invalid_metadata', { hint: `${path} ${problem}.`, cause });
}
