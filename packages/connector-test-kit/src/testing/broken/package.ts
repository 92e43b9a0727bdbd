import { appendFile, cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConnectorModule } from '@jackfield/connector-kit';
import * as tiny from '../tiny-social/src/index.ts';

/** The tiny package with one fault: in what it exports, or in its files. */
interface BrokenPackage {
  readonly module?: ConnectorModule;
  readonly edit?: (folder: string) => Promise<unknown>;
  /** Whether the fault is in the code, so that the package has to be loaded in a process of its own. */
  readonly isLoaded?: boolean;
  readonly failing: readonly string[];
}

const { metadata } = tiny;
const { ko: _, ...withoutKorean } = metadata.description;
const kit = join(import.meta.dirname, '..', '..', '..');

/** A copy of the tiny package in a temporary folder, for a fault to be put in. */
export async function copyPackage(edit: BrokenPackage['edit']) {
  const folder = await mkdtemp(join(tmpdir(), 'tiny-social-'));
  await cp(join(import.meta.dirname, '..', 'tiny-social'), folder, { recursive: true });
  await symlink(join(kit, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await edit?.(folder);
  return {
    packageJsonUrl: pathToFileURL(join(folder, 'package.json')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function replacing(file: string, pattern: string | RegExp, replacement: string): (folder: string) => Promise<void> {
  return async (folder) => {
    const text = await readFile(join(folder, file), 'utf8');
    const changed = text.replace(pattern, replacement);
    if (changed === text) throw new Error(`${file} does not contain what is to be replaced`);
    await writeFile(join(folder, file), changed);
  };
}

function appending(file: string, code: string): (folder: string) => Promise<void> {
  return (folder) => appendFile(join(folder, file), code);
}

const hasAssets = 'has assets that a host can show';
const hasLogos = 'has drawn logos that lose nothing when they are sanitised';
const hasTable = 'has a README with the configuration table made from the guard';
const isIsolated = 'reaches nothing outside when it is imported and created';
const canBeRequired = 'can be loaded by require';

/** Packages with one fault each. */
export const brokenPackages: Readonly<Record<string, BrokenPackage>> = {
  'exports no factory by name': {
    module: { metadata, configGuard: tiny.configGuard, configTemplate: tiny.configTemplate, default: tiny.default },
    failing: ['exports its factory by name and by default'],
  },
  'has metadata of another shape': {
    module: { ...tiny, metadata: { ...metadata, target: 'Not In Lower Case' } },
    failing: ['exports what the contract names', 'has metadata that fit the contract, as pure data'],
  },
  'speaks eight languages': {
    module: { ...tiny, metadata: { ...metadata, description: withoutKorean } },
    failing: ['has its name and description in the same nine or more languages'],
  },
  'repeats its English': {
    module: {
      ...tiny,
      metadata: { ...metadata, description: { ...metadata.description, fr: metadata.description.en } },
    },
    failing: ['has a description of its own for each language'],
  },
  'has no keyword': {
    edit: replacing('package.json', '"jackfield-connector"\n', '"connector"\n'),
    failing: ['is found by hosts: its keyword and its name'],
  },
  'runs a script at install': {
    edit: replacing('package.json', '"sideEffects": false', '"sideEffects": false, "scripts": { "install": "node x" }'),
    failing: ['is an ES module without side effects and without scripts at install'],
  },
  'publishes its sources': {
    edit: replacing('package.json', '"publishConfig": {\n    "exports"', '"publishConfig": {\n    "unused"'),
    failing: ['publishes built files: types first, no condition for its sources'],
  },
  'does not export or pack its logo': {
    edit: replacing('package.json', /.*logo\.svg.*\n/g, ''),
    failing: ['exports its entry, logos, README, template and package.json', 'packs its logos and template'],
  },
  'brings a copy of zod': {
    edit: replacing('package.json', '"dependencies": {', '"dependencies": {\n    "zod": "^4.2.0",'),
    failing: ['takes zod as a peer, so that there is one copy'],
  },
  'has no logo and no licence': {
    edit: (folder) => Promise.all([rm(join(folder, 'logo.svg')), rm(join(folder, 'LICENSE'))]),
    failing: ['has the files of a connector package', hasAssets, hasLogos],
  },
  'has its sources elsewhere': {
    edit: (folder) => rename(join(folder, 'src', 'contract.test.ts'), join(folder, 'src', 'x.test.ts')),
    failing: ['has its sources where readers look for them'],
  },
  'has a script in its logo': {
    edit: replacing('logo.svg', '<circle', '<script>alert(1)</script><circle onclick="alert(1)"'),
    failing: [hasLogos],
  },
  'has a template that does not fit': {
    edit: replacing('config-template.json', '"clientId"', '"client"'),
    failing: ['has a template that is valid and made from the guard'],
  },
  'has a stale configuration table': {
    edit: replacing('README.md', 'Shown once.', 'Shown twice.'),
    failing: [hasTable],
  },
  'has a stale template in its README': {
    edit: replacing('README.md', '"my-client"', '"your-client"'),
    failing: ['has a README with the configuration template'],
  },
  'has a README without a section and without code': {
    edit: replacing('README.md', /## In your own server[\s\S]*(?=## Coming from)/, ''),
    failing: ['has a README with every section, in order', 'has a README that shows the package at work'],
  },
  'looks a name up when it is imported': {
    edit: appending('src/index.ts', "import { lookup } from 'node:dns';\nlookup('localhost', () => undefined);\n"),
    isLoaded: true,
    failing: [isIsolated, canBeRequired],
  },
  'connects when it is created': {
    edit: replacing(
      'src/connector.ts',
      /(export async function createTinySocial.*\n)/,
      "import { connect } from 'node:net';\n$1  connect(9, '127.0.0.1').on('error', () => undefined);\n",
    ),
    isLoaded: true,
    failing: [isIsolated, canBeRequired],
  },
  'keeps the process alive': {
    edit: appending('src/index.ts', 'setInterval(() => undefined, 1000);\n'),
    isLoaded: true,
    failing: [isIsolated, canBeRequired],
  },
  'awaits at the top level': {
    edit: appending('src/index.ts', 'await Promise.resolve();\n'),
    isLoaded: true,
    failing: [canBeRequired],
  },
};
