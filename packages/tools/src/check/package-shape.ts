import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { isConnector, isPublic, type WorkspacePackage } from '../workspace.ts';

const textsGuard = z.record(z.string(), z.unknown());
const repository = 'https://github.com/jackfield/jackfield';

/** Every field that a `package.json` here may have, in the order in which they stand. */
const fieldOrder = [
  'name version private description keywords homepage bugs license repository',
  'bin files type sideEffects exports publishConfig scripts',
  'dependencies devDependencies peerDependencies peerDependenciesMeta engines',
].flatMap((fields) => fields.split(' '));

const privateScripts = { typecheck: 'tsc -p tsconfig.json --noEmit', test: 'vitest run' };
const publicScripts = { build: 'node ../tools/src/clean.ts && tsc -p tsconfig.build.json', ...privateScripts };
/** Of connectors, and of what they load: their modules are joined, since each file costs time at every start. */
const joinedScripts = { ...publicScripts, build: `${publicScripts.build} && node ../tools/src/join-modules.ts` };
const kits = new Set(['connector-kit', 'egress', 'oauth-kit']);

const assets = ['logo.svg', 'logo-dark.svg', 'config-template.json'];
const connectorFiles = [
  'logo.svg',
  'config-template.json',
  'src/index.ts',
  'src/metadata.ts',
  'src/config.ts',
  'src/connector.ts',
  'src/contract.test.ts',
];

const testConfigs = new Set([
  "export { packageTests as default } from '../../vitest.config.ts';\n",
  // Where test files share something that takes long to start.
  `import { mergeConfig } from 'vitest/config';
import { packageTests } from '../../vitest.config.ts';

export default mergeConfig(packageTests, { test: { globalSetup: 'src/testing/global-setup.ts' } });
`,
]);

/**
 * How a package differs from the shape that all of them have, one sentence each.
 *
 * @param licence text of the repository's licence
 */
export function shapeFaults(workspacePackage: WorkspacePackage, licence: string): string[] {
  const manifest = textsGuard.parse(readJson(join(workspacePackage.folder, 'package.json')));
  const faults = [
    ...orderFaults(manifest),
    ...(isPublic(workspacePackage)
      ? [...publicFaults(workspacePackage, manifest), ...publicFileFaults(workspacePackage, licence)]
      : privateFaults(manifest)),
    ...configFaults(workspacePackage.folder),
    ...(isConnector(workspacePackage) ? missing(workspacePackage.folder, connectorFiles) : []),
  ];
  return faults.map((fault) => `${basename(workspacePackage.folder)}: ${fault}`);
}

function orderFaults(manifest: Record<string, unknown>): string[] {
  const fields = Object.keys(manifest);
  const ordered = fieldOrder.filter((field) => fields.includes(field));
  const unknown = fields.filter((field) => !fieldOrder.includes(field));
  if (unknown.length > 0) return unknown.map((field) => `package.json has a field ${field}, which no other has`);
  return isDeepStrictEqual(fields, ordered)
    ? []
    : [`the fields of package.json do not stand in order: ${ordered.join(', ')}`];
}

function publicFaults(workspacePackage: WorkspacePackage, manifest: Record<string, unknown>): string[] {
  const { folder } = workspacePackage;
  const name = basename(folder);
  const packed = isConnector(workspacePackage) ? assets.filter((file) => existsSync(join(folder, file))) : [];
  const expected = {
    name: name === 'jackfield' ? name : `@jackfield/${name}`,
    homepage: `${repository}/tree/main/packages/${name}#readme`,
    bugs: `${repository}/issues`,
    license: 'MIT',
    repository: { type: 'git', url: `git+${repository}.git`, directory: `packages/${name}` },
    type: 'module',
    sideEffects: false,
    publishConfig: { exports: publishedExports(manifest.exports), access: 'public', provenance: true },
    scripts: isConnector(workspacePackage) || kits.has(name) ? joinedScripts : publicScripts,
    engines: { node: '^22.21 || >=24.5' },
  };
  return [
    ...differences(manifest, expected),
    ...lacks(manifest, 'keywords', ['jackfield']),
    ...lacks(manifest, 'files', ['dist', 'CHANGELOG.md', ...packed]),
    ...exportFaults(manifest.exports, packed),
    ...(typeof manifest.description === 'string' && manifest.description.endsWith('.')
      ? []
      : ['description is no sentence']),
  ];
}

function privateFaults(manifest: Record<string, unknown>): string[] {
  const scripts = textsGuard.parse(manifest.scripts ?? {});
  return [
    ...differences(manifest, { version: '0.0.0', private: true, license: 'MIT', type: 'module' }),
    ...differences(scripts, privateScripts).map((fault) => `scripts.${fault}`),
  ];
}

/** What `exports` becomes when it is packed: without the condition that leads to sources, and what has no other. */
function publishedExports(exports: unknown): Record<string, unknown> {
  const entries = Object.entries(textsGuard.catch({}).parse(exports)).filter(([, target]) => !isForSourcesOnly(target));
  return Object.fromEntries(
    entries.map(([path, target]) => {
      if (typeof target !== 'object' || target === null) return [path, target];
      return [
        path,
        Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== '@jackfield/source')),
      ];
    }),
  );
}

/** Whether something is exported to the packages of this repository alone, such as what tests share. */
function isForSourcesOnly(target: unknown): boolean {
  return typeof target === 'object' && target !== null && isDeepStrictEqual(Object.keys(target), ['@jackfield/source']);
}

function exportFaults(exports: unknown, packed: readonly string[]): string[] {
  const entries = Object.entries(textsGuard.catch({}).parse(exports));
  const paths = new Set(entries.map(([path]) => path));
  const files = ['./package.json', ...(packed.length > 0 ? ['./README.md', ...packed.map((file) => `./${file}`)] : [])];
  const conditions = ['@jackfield/source', 'types', 'default'];
  return [
    ...files.filter((path) => !paths.has(path)).map((path) => `exports lacks ${path}`),
    ...entries
      .filter(([, target]) => typeof target === 'object' && !isForSourcesOnly(target))
      .filter(([, target]) => !isDeepStrictEqual(Object.keys(target ?? {}), conditions))
      .map(([path]) => `the conditions of ${path} are not ${conditions.join(', ')}`),
  ];
}

function publicFileFaults({ folder }: WorkspacePackage, licence: string): string[] {
  const absent = missing(folder, ['README.md', 'LICENSE', 'tsconfig.build.json']);
  if (absent.length > 0) return absent;
  const {
    extends: base,
    compilerOptions,
    exclude,
  } = buildConfigGuard.parse(readJson(join(folder, 'tsconfig.build.json')));
  const { resolveJsonModule: _, ...options } = compilerOptions;
  const usual =
    base === './tsconfig.json' &&
    isDeepStrictEqual(options, { rootDir: 'src', outDir: 'dist', customConditions: [] }) &&
    ['src/**/*.test.ts', 'src/testing'].every((pattern) => exclude.includes(pattern));
  return [
    ...(readFileSync(join(folder, 'LICENSE'), 'utf8') === licence ? [] : ["LICENSE is not the repository's"]),
    ...(usual ? [] : ['tsconfig.build.json does not build as the others do']),
  ];
}

const buildConfigGuard = z.object({
  extends: z.string(),
  compilerOptions: z.record(z.string(), z.unknown()),
  exclude: z.array(z.string()),
});

const configGuard = z.looseObject({ extends: z.string(), include: z.array(z.string()) });

function configFaults(folder: string): string[] {
  const absent = missing(folder, ['tsconfig.json', 'vitest.config.ts']);
  if (absent.length > 0) return absent;
  const { extends: base, include } = configGuard.parse(readJson(join(folder, 'tsconfig.json')));
  const usual =
    base === '../../tsconfig.base.json' && ['src', 'vitest.config.ts'].every((path) => include.includes(path));
  return [
    ...(usual ? [] : ['tsconfig.json is not as in the other packages']),
    ...(testConfigs.has(readFileSync(join(folder, 'vitest.config.ts'), 'utf8'))
      ? []
      : ['vitest.config.ts is not as in the other packages']),
  ];
}

function differences(found: Record<string, unknown>, expected: Record<string, unknown>): string[] {
  return Object.entries(expected)
    .filter(([field, value]) => !isDeepStrictEqual(found[field], value))
    .map(([field, value]) => `${field} is not ${JSON.stringify(value)}`);
}

function lacks(manifest: Record<string, unknown>, field: string, entries: readonly string[]): string[] {
  const found = z.array(z.string()).catch([]).parse(manifest[field]);
  return entries.filter((entry) => !found.includes(entry)).map((entry) => `${field} lacks ${entry}`);
}

const missing = (folder: string, files: readonly string[]): string[] =>
  files.filter((file) => !existsSync(join(folder, file))).map((file) => `${file} is missing`);

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
