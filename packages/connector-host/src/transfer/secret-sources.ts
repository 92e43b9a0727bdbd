import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

/** Where secrets that an imported file refers to may be read from. */
export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Only variables whose names begin so: never the host's own. Default `JACKFIELD_SECRET_`. */
  readonly environmentPrefix?: string;
  /** Only files in this folder. Default: none. */
  readonly folder?: string;
}

/** The secret, or why there is none: as the end of a sentence that begins with the field. */
export type Resolved = { readonly secret: string } | { readonly problem: string; readonly fix: string };

/** What variables with secrets are called unless the host says otherwise; the host's own keys have other names. */
export const defaultEnvironmentPrefix = 'JACKFIELD_SECRET_';
/** Bytes. */
const longestSecret = 64 * 1024;

/** Whether a text is a reference rather than a secret. */
export function isReference(text: string): boolean {
  return /^(?:env|file):/.test(text);
}

/** Reads the secret that `env:NAME` or `file:path` refers to; what is not allowed is never looked at. */
export async function resolveReference(reference: string, sources: SecretSources): Promise<Resolved> {
  return reference.startsWith('env:')
    ? resolveVariable(reference.slice('env:'.length), sources)
    : resolveFile(reference.slice('file:'.length), sources.folder);
}

function resolveVariable(
  name: string,
  { environment, environmentPrefix = defaultEnvironmentPrefix }: SecretSources,
): Resolved {
  if (!/^[A-Z0-9_]{1,200}$/.test(name) || !name.startsWith(environmentPrefix)) {
    const problem = 'refers to a variable that is not for secrets of connectors';
    return { problem, fix: `use a name of capitals, digits and underscores that begins with ${environmentPrefix}` };
  }
  const secret = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (secret !== undefined && secret !== '') return { secret };
  return {
    problem: 'refers to a variable that is not set',
    fix: 'set it where the host runs, and start the host again',
  };
}

async function resolveFile(path: string, folder: string | undefined): Promise<Resolved> {
  if (folder === undefined) {
    return { problem: 'refers to a file, and this host has no folder for secrets', fix: 'use env:NAME' };
  }
  const outside = { problem: 'refers to a file outside the folder for secrets', fix: 'name a file in it' };
  const wanted = resolve(folder, path);
  if (path.includes('\0') || !isInside(wanted, resolve(folder))) return outside;
  try {
    const real = await realpath(wanted);
    if (!isInside(real, await realpath(folder))) return outside;
    const secret = (await readSmallFile(real)).replace(/\r?\n$/, '');
    if (secret !== '') return { secret };
  } catch {
    // Which of the ways in which a file cannot be read it was, the operator sees in the folder.
  }
  return {
    problem: 'refers to a file that cannot be read as a secret',
    fix: 'it must be there, a text, and at most 64 KiB',
  };
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Neither waits for a pipe nor follows a link that was put there in the meantime. */
async function readSmallFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = await file.stat();
    if (!status.isFile() || status.size > longestSecret) throw new Error('It is no small file.');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestSecret), 0, longestSecret, 0);
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
