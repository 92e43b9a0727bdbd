import { expect } from 'vitest';
import * as z from 'zod';
import type { Cases } from '../define-suite.ts';
import type { PackageContext } from './suite.ts';

const exportsGuard = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())]));
const dependenciesGuard = z.record(z.string(), z.string()).default({});

/** The fields of `package.json` that the suite looks at. */
export const manifestGuard = z.looseObject({
  name: z.string(),
  version: z.string(),
  description: z.string().default(''),
  license: z.string().default(''),
  type: z.string().optional(),
  sideEffects: z.unknown().optional(),
  keywords: z.array(z.string()).default([]),
  files: z.array(z.string()).default([]),
  exports: exportsGuard.default({}),
  publishConfig: z.looseObject({ exports: exportsGuard.optional() }).default({}),
  engines: z.looseObject({ node: z.string().optional() }).default({}),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: dependenciesGuard,
  peerDependencies: dependenciesGuard,
});

export type Manifest = z.infer<typeof manifestGuard>;

const installScripts = new Set(['preinstall', 'install', 'postinstall', 'prepare']);

/** `package.json`: how hosts find the connector, and what its users get. */
export const manifestCases = {
  'is found by hosts: its keyword and its name': ({ manifest }) => {
    expect(manifest.keywords).toContain('jackfield-connector');
    expect(manifest.name).toMatch(/^(?:@jackfield\/[a-z0-9-]+|(?:@[\w.-]+\/)?jackfield-connector-[\w.-]+)$/);
  },
  'says what it is, its licence, and which Node it needs': ({ manifest }) => {
    expect(manifest.description).toMatch(/\S/);
    expect(manifest.license).toMatch(/\S/);
    expect(manifest.engines.node ?? '', 'engines.node').toMatch(/\S/);
  },
  'is an ES module without side effects and without scripts at install': ({ manifest }) => {
    expect(manifest.type).toBe('module');
    expect(manifest.sideEffects).toBe(false);
    expect(Object.keys(manifest.scripts).filter((name) => installScripts.has(name))).toEqual([]);
  },
  'exports its entry, logos, README, template and package.json': ({ module, manifest }) => {
    const { logo, logoDark, readme, configTemplate } = module.metadata;
    const assets = [logo, logoDark, readme, configTemplate, 'package.json'].filter((path) => path !== null);
    const paths = assets.filter((path) => !path.startsWith('https://')).map((path) => `./${path.replace(/^\.\//, '')}`);
    for (const exports of [manifest.exports, manifest.publishConfig.exports ?? manifest.exports]) {
      expect(Object.keys(exports)).toEqual(expect.arrayContaining(['.', ...paths]));
      for (const path of paths) expect(exports[path]).toBe(path);
    }
  },
  'publishes built files: types first, no condition for its sources': ({ manifest }) => {
    const entry = (manifest.publishConfig.exports ?? manifest.exports)['.'];
    expect(Object.keys(Object(entry))).toEqual(['types', 'default']);
    expect(Object.values(Object(entry))).toEqual([
      expect.stringMatching(/^\.\/dist\/.+\.d\.ts$/),
      expect.stringMatching(/^\.\/dist\/.+\.js$/),
    ]);
  },
  'packs its logos and template': ({ module, manifest }) => {
    const { logo, logoDark, configTemplate } = module.metadata;
    const assets = [logo, logoDark, configTemplate].filter((path) => path !== null);
    const packed = assets.filter((path) => !path.startsWith('https://')).map((path) => path.replace(/^\.\//, ''));
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', ...packed]));
  },
  'takes zod as a peer, so that there is one copy': ({ manifest }) => {
    expect(manifest.peerDependencies.zod ?? '', 'peerDependencies.zod').toMatch(/^(?:\^|>=)4\.(?:[2-9]|\d\d)/);
    expect(Object.keys(manifest.dependencies)).not.toContain('zod');
    expect(Object.keys(manifest.dependencies)).toContain('@jackfield/connector-kit');
  },
} as const satisfies Cases<PackageContext>;
