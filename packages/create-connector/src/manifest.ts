import { CreateConnectorError } from './refusal.ts';

/** `package.json` as the templates have it. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, unknown>>;
  readonly publishConfig: Readonly<{ exports: Readonly<Record<string, unknown>> }>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

const buildTools = ['@types/node', 'typescript', 'vitest'];
const build = 'node --eval "fs.rmSync(\'dist\', { recursive: true, force: true })" && tsc -p tsconfig.build.json';

/**
 * Makes the manifest of a connector that lives in a repository of its own: without links into the workspace, with versions
 * from the registry, and its own tools.
 *
 * @param text `package.json` of a filled-in template
 * @param versions package → range
 * @param testDependencies what its tests need besides
 */
export function standaloneManifest(
  text: string,
  versions: Readonly<Record<string, string>>,
  testDependencies: readonly string[],
): string {
  const manifest: Manifest = JSON.parse(text);
  const { name, version, description, keywords, license, files, publishConfig, peerDependencies, engines } = manifest;
  const fromRegistry = (names: readonly string[]) =>
    Object.fromEntries(names.toSorted().map((dependency) => [dependency, rangeOf(dependency, versions)]));
  const standalone = {
    name,
    version,
    description,
    keywords,
    license,
    files,
    type: 'module',
    sideEffects: false,
    exports: publishConfig.exports,
    scripts: {
      build,
      typecheck: 'tsc -p tsconfig.json --noEmit',
      test: `${build} && vitest run`,
      prepublishOnly: 'npm test',
    },
    dependencies: fromRegistry(Object.keys(manifest.dependencies)),
    devDependencies: fromRegistry([...Object.keys(manifest.devDependencies), ...buildTools, ...testDependencies]),
    peerDependencies,
    engines,
  };
  return `${JSON.stringify(standalone, null, 2)}\n`;
}

function rangeOf(name: string, versions: Readonly<Record<string, string>>): string {
  const range = versions[name];
  if (range !== undefined) return range;
  throw new CreateConnectorError(`No version of ${name} is known. Name one in "versions".`);
}
