import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { runChecked } from '../command.ts';
import type { Tarball } from './pack.ts';

const lockGuard = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ version: z.string(), integrity: z.string().optional(), hasInstallScript: z.boolean().optional() }),
  ),
});

/** A package that an installation brought. */
export interface InstalledPackage {
  name: string;
  version: string;
  /** Of its tarball, as in `package-lock.json`. */
  integrity: string | undefined;
}

/** A folder in which a stranger has installed one package. */
export interface Consumer {
  folder: string;
  tarball: Tarball;
  /** By name; a package that is there twice is listed twice. */
  installed: InstalledPackage[];
  /** Names of those that run a script when they are installed. */
  withInstallScript: string[];
  /** What `npm install` needs to be told in this folder, for example a registry. */
  npmArguments: readonly string[];
}

/** The environment of a program that runs plain Node: no option of the caller's environment reaches it. */
export const plainEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, NODE_OPTIONS: '', NODE_PATH: '' });

/** Installs packages with npm. @param args packages, and options */
export const npmInstall = (folder: string, args: readonly string[]) =>
  runChecked('npm', ['install', '--no-audit', '--no-fund', ...args], { cwd: folder, env: plainEnvironment() });

/**
 * Installs one package with npm into an empty folder, as a stranger would; other packages of this workspace that it
 * needs come from their tarballs.
 */
export async function installTarball(tarball: Tarball, others: readonly Tarball[], scratch: string): Promise<Consumer> {
  const overrides = others
    .filter(({ name }) => name !== tarball.name)
    .map(({ name, path }) => [name, `file:${path}`] as const);
  const folder = newProject(join(scratch, `consumer-${tarball.name.replace('/', '-')}`), {
    dependencies: { [tarball.name]: `file:${tarball.path}` },
    overrides: Object.fromEntries(overrides),
  });
  await npmInstall(folder, []);
  return readConsumer(folder, tarball, []);
}

/**
 * Installs one published package with npm into an empty folder, as a stranger would.
 *
 * @param specifiers what is asked of npm: the package, and what is to stand beside it
 * @param npmArguments where packages come from
 * @param folder does not exist yet
 */
export async function installPublished(
  tarball: Tarball,
  specifiers: readonly string[],
  npmArguments: readonly string[],
  folder: string,
): Promise<Consumer> {
  newProject(folder, {});
  await npmInstall(folder, [...specifiers, ...npmArguments]);
  return readConsumer(folder, tarball, npmArguments);
}

/** Makes a folder with a `package.json`. */
function newProject(folder: string, fields: object): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', ...fields }, null, 2));
  return folder;
}

function readConsumer(folder: string, tarball: Tarball, npmArguments: readonly string[]): Consumer {
  const lock = readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8');
  const packages = Object.entries(lockGuard.parse(JSON.parse(lock)).packages).map(([path, entry]) => ({
    ...entry,
    name: path.replace(/^.*node_modules\//, ''),
  }));
  return {
    folder,
    tarball,
    installed: packages
      .map(({ name, version, integrity }) => ({ name, version, integrity }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    withInstallScript: packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name),
    npmArguments,
  };
}

/** Adds what a program needs that uses every entry of the package: its optional peers, and Node's types. */
export async function installOptionalPeers({ folder, tarball, npmArguments }: Consumer): Promise<void> {
  const { peerDependencies, peerDependenciesMeta } = tarball.manifest;
  const optional = Object.entries(peerDependencies)
    .filter(([name]) => peerDependenciesMeta[name]?.optional)
    .map(([name, range]) => `${name}@${range}`);
  await npmInstall(folder, ['--save-dev', '@types/node@24', ...optional, ...npmArguments]);
}
