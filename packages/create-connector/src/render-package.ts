import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConnectorTypeName, describeType } from './connector-types.ts';
import { fillTemplate, type Substitutions } from './fill-template.ts';
import { standaloneManifest } from './manifest.ts';

export interface RenderOptions {
  readonly type: ConnectorTypeName;
  readonly substitutions: Substitutions;
  /** Of a package that stands alone: the ranges of what it depends on. Absent: it is one of the workspace. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
}

/** Path within the package, with `/` → text. */
export type PackageFiles = ReadonlyMap<string, string>;

const packageRoot = fileURLToPath(new URL('../', import.meta.url));

/** Templates are four folders below the workspace, packages two. */
const templateDepth = '../../../../';
const packageDepth = '../../';

/** Writes every file of a connector package, in memory. */
export async function renderPackage({ type, substitutions, versions }: RenderOptions): Promise<PackageFiles> {
  const template = await readTexts(join(packageRoot, 'templates', type));
  const files = new Map([...template].map(([path, text]) => [path, fillTemplate(text, substitutions)]));
  files.set('LICENSE', await readFile(join(packageRoot, 'LICENSE'), 'utf8'));
  if (versions === undefined) {
    for (const path of ['tsconfig.json', 'vitest.config.ts']) {
      files.set(path, textOf(files, path).replaceAll(templateDepth, packageDepth));
    }
    return files;
  }
  for (const [path, text] of await readTexts(join(packageRoot, 'templates', 'outside'))) files.set(path, text);
  const manifest = standaloneManifest(textOf(files, 'package.json'), versions, describeType(type).testDependencies);
  files.set('package.json', manifest);
  files.set('.gitignore', 'dist/\nnode_modules/\n');
  return files;
}

async function readTexts(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = entries
    .map((entry) => ({ entry, path: relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/') }))
    .filter(({ entry, path }) => entry.isFile() && !/^(?:node_modules|dist)\//.test(path))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .map(async ({ path }): Promise<[string, string]> => [path, await readFile(join(folder, path), 'utf8')]);
  return new Map(await Promise.all(texts));
}

function textOf(files: PackageFiles, path: string): string {
  const text = files.get(path);
  if (text === undefined) throw new Error(`The template has no ${path}.`);
  return text;
}
