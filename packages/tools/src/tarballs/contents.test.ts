import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readManifest } from '../workspace.ts';
import { contentFaults } from './contents.ts';
import type { Tarball } from './pack.ts';

const manifest = {
  name: '@jackfield/sample',
  version: '1.0.0',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
  engines: { node: '^22.21 || >=24.5' },
};
const files: Record<string, string> = {
  'README.md': '# Sample',
  LICENSE: 'MIT',
  'dist/index.js': 'export const one = 1;\n',
  'dist/index.d.ts': 'export declare const one = 1;\n',
};

let folder: string | undefined;

afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** The content of a tarball as it was unpacked, with changes; a file that is `undefined` is left out. */
function unpacked(changes: { manifest?: object; files?: Record<string, string | undefined> } = {}): Tarball {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-contents-'));
  const texts = { ...files, ...changes.files, 'package.json': JSON.stringify({ ...manifest, ...changes.manifest }) };
  for (const [path, text] of Object.entries(texts)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const paths = Object.entries(texts).flatMap(([path, text]) => (text === undefined ? [] : [path]));
  expect(readdirSync(folder).length).toBeGreaterThan(0);
  return {
    name: manifest.name,
    source: folder,
    manifest: readManifest(folder),
    path: '',
    size: 0,
    folder,
    files: paths,
  };
}

describe('contentFaults', () => {
  it('finds nothing in a good package', async () => {
    expect(await contentFaults(unpacked())).toEqual([]);
  });

  it('finds nothing wrong with templates, which are packages of their own', async () => {
    const templates = {
      'templates/social/package.json': JSON.stringify({ name: 'x', exports: './index.js' }),
      'templates/social/src/a.test.ts': '',
    };
    expect(await contentFaults(unpacked({ files: templates }))).toEqual([]);
  });

  it.each([
    ['a workspace version', { manifest: { dependencies: { a: 'workspace:^' } } }, 'package.json still says workspace:'],
    ['a catalog version', { manifest: { dependencies: { a: 'catalog:' } } }, 'package.json still says catalog:'],
    [
      'the source condition',
      { manifest: { exports: { '.': { '@jackfield/source': './dist/index.js', default: './dist/index.js' } } } },
      'package.json still says @jackfield/source',
    ],
    [
      'an export that is not packed',
      { manifest: { exports: { ...manifest.exports, './logo.svg': './logo.svg' } } },
      'exports names ./logo.svg, which is not packed',
    ],
    ['an install script', { manifest: { scripts: { postinstall: 'x' } } }, 'package.json runs a script at postinstall'],
    ['other engines', { manifest: { engines: { node: '>=18' } } }, 'engines.node is not ^22.21 || >=24.5'],
    ['no README', { files: { 'README.md': undefined } }, 'README.md is not packed'],
    ['a test', { files: { 'dist/a.test.js': '', 'dist/a.test.d.ts': '' } }, 'dist/a.test.js should not be packed'],
    ['test helpers', { files: { 'dist/testing/a.js': '', 'dist/testing/a.d.ts': '' } }, 'dist/testing/a.js should not'],
    ['a stray file', { files: { '.env': 'A=1' } }, '.env should not be packed'],
    ['code without declarations', { files: { 'dist/b.js': '' } }, 'dist/b.js has no declarations'],
    [
      'a dangling source map',
      { files: { 'dist/index.js': 'export const one = 1;\n//# sourceMappingURL=index.js.map\n' } },
      'dist/index.js names a source map that is not packed',
    ],
    [
      'what publint finds',
      { manifest: { exports: { '.': { default: './dist/index.js', types: './dist/index.d.ts' } } } },
      'publint: ',
    ],
  ])('finds %s', async (_, changes, fault) => {
    expect(await contentFaults(unpacked(changes))).toContainEqual(expect.stringContaining(fault));
  });
});
