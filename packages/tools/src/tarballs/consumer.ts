import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { runChecked } from '../command.ts';
import type { Tarball } from './pack.ts';

const lockGuard = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ hasInstallScript: z.boolean().optional() })),
});

/** A folder in which a stranger has installed one package. */
export interface Consumer {
  folder: string;
  tarball: Tarball;
  /** Names of the packages that the installation brought. */
  installed: string[];
  /** Of those, the ones that run a script when they are installed. */
  withInstallScript: string[];
}

/** The environment of a program that runs plain Node: no option of the caller's environment reaches it. */
export const plainEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, NODE_OPTIONS: '', NODE_PATH: '' });

const packageName = (path: string): string => path.replace(/^.*node_modules\//, '');

const npmInstall = (folder: string, ...args: string[]) =>
  runChecked('npm', ['install', '--no-audit', '--no-fund', ...args], { cwd: folder, env: plainEnvironment() });

/**
 * Installs one package with npm into an empty folder, as a stranger would; other packages of this workspace that it
 * needs come from their tarballs.
 */
export async function installTarball(tarball: Tarball, others: readonly Tarball[], scratch: string): Promise<Consumer> {
  const folder = join(scratch, `consumer-${tarball.name.replace('/', '-')}`);
  mkdirSync(folder);
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { [tarball.name]: `file:${tarball.path}` },
    overrides: Object.fromEntries(
      others.filter(({ name }) => name !== tarball.name).map(({ name, path }) => [name, `file:${path}`]),
    ),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await npmInstall(folder);
  const { packages } = lockGuard.parse(
    JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8')),
  );
  return {
    folder,
    tarball,
    installed: Object.keys(packages).map(packageName).toSorted(),
    withInstallScript: Object.keys(packages)
      .filter((path) => packages[path]?.hasInstallScript)
      .map(packageName),
  };
}

/** Adds what a program needs that uses every entry of the package: its optional peers, and Node's types. */
export async function installOptionalPeers({ folder, tarball }: Consumer): Promise<void> {
  const { peerDependencies, peerDependenciesMeta } = tarball.manifest;
  const optional = Object.entries(peerDependencies).filter(([name]) => peerDependenciesMeta[name]?.optional);
  await npmInstall(folder, '--save-dev', '@types/node@24', ...optional.map(([name, range]) => `${name}@${range}`));
}
