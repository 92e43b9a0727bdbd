import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { runChecked } from '../command.ts';
import { type Manifest, readManifest, type WorkspacePackage } from '../workspace.ts';

/** A package as it would be published. */
export interface Tarball {
  name: string;
  /** The package's folder in the workspace. */
  source: string;
  manifest: Manifest;
  /** Absolute path of the `.tgz`. */
  path: string;
  /** Bytes of the `.tgz`. */
  size: number;
  /** Where its content was unpacked. */
  folder: string;
  /** Paths inside of the package, with `/`. */
  files: string[];
}

/**
 * Packs a built package with pnpm, which replaces `workspace:` and `catalog:` by versions, and unpacks it again.
 *
 * @param scratch a folder for the tarball and its content
 */
export async function packPackage({ name, folder: source }: WorkspacePackage, scratch: string): Promise<Tarball> {
  const place = join(scratch, name.replace('/', '-'));
  mkdirSync(place, { recursive: true });
  await runChecked('pnpm', ['pack', '--pack-destination', place], { cwd: source });
  const [file, ...others] = readdirSync(place).filter((entry) => entry.endsWith('.tgz'));
  if (file === undefined || others.length > 0) throw new Error(`pnpm pack did not make one tarball of ${name}.`);
  return unpackTarball(join(place, file), source, place);
}

/**
 * Reads a tarball as npm would.
 *
 * @param source the package's folder in the workspace
 * @param place a folder of its own, in which its content is unpacked
 */
export async function unpackTarball(path: string, source: string, place: string): Promise<Tarball> {
  const folder = join(place, 'package');
  mkdirSync(place, { recursive: true });
  await runChecked('tar', ['-xzf', path, '-C', place]);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .toSorted();
  const manifest = readManifest(folder);
  return { name: manifest.name, source, manifest, path, size: statSync(path).size, folder, files };
}

/** The text of a packed file. */
export const packedText = ({ folder }: Tarball, file: string): string => readFileSync(join(folder, file), 'utf8');

/** Whether an entry of `exports` leads to a file that is no code. */
export const isFileEntry = (entry: string): boolean => /\.(?:json|svg|md)$/.test(entry);
