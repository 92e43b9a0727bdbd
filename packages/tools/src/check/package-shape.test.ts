import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readManifest } from '../workspace.ts';
import { shapeFaults } from './package-shape.ts';

const licence = 'MIT License\n';
const exports = {
  '.': { '@jackfield/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
  './logo.svg': './logo.svg',
  './README.md': './README.md',
  './config-template.json': './config-template.json',
  './package.json': './package.json',
};
const manifest = {
  name: '@jackfield/sample',
  version: '1.0.0',
  description: 'Sign in with a sample.',
  keywords: ['jackfield', 'jackfield-connector'],
  homepage: 'https://github.com/jackfield/jackfield/tree/main/packages/sample#readme',
  bugs: 'https://github.com/jackfield/jackfield/issues',
  license: 'MIT',
  repository: { type: 'git', url: 'git+https://github.com/jackfield/jackfield.git', directory: 'packages/sample' },
  files: ['dist', 'CHANGELOG.md', 'logo.svg', 'config-template.json'],
  type: 'module',
  sideEffects: false,
  exports,
  publishConfig: {
    exports: { ...exports, '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    access: 'public',
    provenance: true,
  },
  scripts: {
    build: 'node ../tools/src/clean.ts && tsc -p tsconfig.build.json && node ../tools/src/join-modules.ts',
    typecheck: 'tsc -p tsconfig.json --noEmit',
    test: 'vitest run',
  },
  engines: { node: '^22.21 || >=24.5' },
};
const files: Record<string, string> = {
  'README.md': '# Sample',
  LICENSE: licence,
  'logo.svg': '<svg/>',
  'config-template.json': '{}',
  'tsconfig.json': '{ "extends": "../../tsconfig.base.json", "include": ["src", "vitest.config.ts"] }',
  'tsconfig.build.json': JSON.stringify({
    extends: './tsconfig.json',
    compilerOptions: { rootDir: 'src', outDir: 'dist', customConditions: [], resolveJsonModule: false },
    include: ['src'],
    exclude: ['src/**/*.test.ts', 'src/testing'],
  }),
  'vitest.config.ts': "export { packageTests as default } from '../../vitest.config.ts';\n",
  'src/index.ts': '',
  'src/metadata.ts': '',
  'src/config.ts': '',
  'src/connector.ts': '',
  'src/contract.test.ts': '',
};

let root: string | undefined;

afterEach(() => {
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
});

/** The faults of a connector package, by default a good one; a file that is `undefined` is left out. */
function faultsOf(changes: { manifest?: object; files?: Record<string, string | undefined> }): string[] {
  root = mkdtempSync(join(tmpdir(), 'jackfield-shape-'));
  const folder = join(root, 'sample');
  const texts = { ...files, ...changes.files, 'package.json': JSON.stringify(changes.manifest ?? manifest) };
  for (const [path, text] of Object.entries(texts)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return shapeFaults({ name: manifest.name, folder, manifest: readManifest(folder) }, licence);
}

const { name, ...withoutName } = manifest;

describe('shapeFaults', () => {
  it('finds nothing wrong with a package in the common shape', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it('lets a package share sources with the others that it does not publish', () => {
    const shared = { ...exports, './testing': { '@jackfield/source': './src/testing/index.ts' } };
    expect(faultsOf({ manifest: { ...manifest, exports: shared } })).toEqual([]);
    const { exports: published } = manifest.publishConfig;
    const publishConfig = { ...manifest.publishConfig, exports: { ...published, './testing': {} } };
    expect(faultsOf({ manifest: { ...manifest, exports: shared, publishConfig } })).toEqual([
      expect.stringContaining('sample: publishConfig is not'),
    ]);
  });

  it.each([
    ['another name', { manifest: { ...manifest, name: '@jackfield/other' } }, 'name is not'],
    ['a repository without its folder', { manifest: { ...manifest, repository: 'x' } }, 'repository is not'],
    ['a private release', { manifest: { ...manifest, publishConfig: { access: 'public' } } }, 'publishConfig is not'],
    [
      'an export unpublished',
      { manifest: { ...manifest, exports: { ...exports, './x': './x' } } },
      'publishConfig is not',
    ],
    ['scripts of its own', { manifest: { ...manifest, scripts: { build: 'make' } } }, 'scripts is not'],
    ['no keyword', { manifest: { ...manifest, keywords: ['jackfield-connector'] } }, 'keywords lacks jackfield'],
    ['no changelog', { manifest: { ...manifest, files: ['dist', 'logo.svg'] } }, 'files lacks CHANGELOG.md'],
    ['a field of its own', { manifest: { ...manifest, author: 'x' } }, 'package.json has a field author'],
    ['another order', { manifest: { ...withoutName, name } }, 'the fields of package.json do not stand in order'],
    ['a dark logo that is not exported', { files: { 'logo-dark.svg': '' } }, 'exports lacks ./logo-dark.svg'],
    ['another licence', { files: { LICENSE: 'All rights reserved' } }, "LICENSE is not the repository's"],
    ['a missing file', { files: { 'src/contract.test.ts': undefined } }, 'src/contract.test.ts is missing'],
    [
      'another build',
      { files: { 'tsconfig.build.json': files['tsconfig.build.json']?.replace('"dist"', '"lib"') } },
      'tsconfig.build.json does not build',
    ],
    ['other tests', { files: { 'vitest.config.ts': 'export default {};' } }, 'vitest.config.ts is not'],
  ])('finds %s', (_, changes, fault) => {
    expect(faultsOf(changes)).toContainEqual(expect.stringContaining(`sample: ${fault}`));
  });
});
