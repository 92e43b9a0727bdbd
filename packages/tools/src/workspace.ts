import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** The folder that holds `pnpm-workspace.yaml`. */
export const workspaceRoot = fileURLToPath(new URL('../../../', import.meta.url));

const textsGuard = z.record(z.string(), z.string());

/** The fields of a `package.json` that these scripts read. */
export const manifestGuard = z.looseObject({
  name: z.string(),
  version: z.string(),
  private: z.boolean().optional(),
  keywords: z.array(z.string()).default([]),
  bin: z.union([z.string(), textsGuard]).optional(),
  exports: z.record(z.string(), z.unknown()).default({}),
  engines: textsGuard.default({}),
  scripts: textsGuard.default({}),
  dependencies: textsGuard.default({}),
  optionalDependencies: textsGuard.default({}),
  peerDependencies: textsGuard.default({}),
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).default({}),
});

export type Manifest = z.infer<typeof manifestGuard>;

export interface WorkspacePackage {
  name: string;
  /** Absolute path, without a slash at its end. */
  folder: string;
  manifest: Manifest;
}

/** Reads the `package.json` of a folder. */
export function readManifest(folder: string): Manifest {
  return manifestGuard.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

/** Every package under `packages/`, by name of its folder. */
export function workspacePackages(root: string = workspaceRoot): WorkspacePackage[] {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .toSorted()
    .map((folder) => {
      const manifest = readManifest(folder);
      return { name: manifest.name, folder, manifest };
    });
}

/** Whether a package is published. */
export const isPublic = ({ manifest }: WorkspacePackage): boolean => manifest.private !== true;

/** Whether a package is a connector: the host discovers connectors by this keyword. */
export const isConnector = ({ manifest }: WorkspacePackage): boolean =>
  manifest.keywords.includes('jackfield-connector');

/** The packages of these names, and those of `packages` that an installation of them needs. */
export function withDependencies(names: readonly string[], packages: readonly WorkspacePackage[]): WorkspacePackage[] {
  const needed = new Set(names);
  for (const name of needed) {
    const manifest = packages.find((candidate) => candidate.name === name)?.manifest;
    const dependencies = { ...manifest?.dependencies, ...manifest?.peerDependencies };
    for (const dependency of Object.keys(dependencies)) needed.add(dependency);
  }
  return packages.filter(({ name }) => needed.has(name));
}
