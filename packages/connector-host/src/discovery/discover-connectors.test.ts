import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { discoverConnectors } from './discover-connectors.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'jackfield-discovery-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};

const application = (dependencies: Record<string, string>, more: object = {}) =>
  write('app/package.json', JSON.stringify({ name: 'app', dependencies, ...more }));

const metadata = {
  id: 'fake',
  type: 'Social',
  target: 'fake',
  platform: 'Universal',
  name: { en: 'Fake' },
  description: { en: 'A fake.' },
  logo: './logo.svg',
  logoDark: null,
  readme: './README.md',
  configTemplate: './config-template.json',
  specVersion: 1,
};

const code = (change: object = {}): string => `
  export const metadata = ${JSON.stringify({ ...metadata, ...change })};
  export const configGuard = { safeParse() {}, toJSONSchema() {} };
  export const configTemplate = {};
  export default async () => ({});
`;

interface FakePackage {
  code?: string;
  files?: Record<string, string>;
  manifest?: object;
  at?: string;
}

/** A package as npm would install it. */
const install = async (name: string, { code: text = code(), files = {}, manifest, at = 'app' }: FakePackage = {}) => {
  const own = { name, version: '1.2.3', type: 'module', keywords: ['jackfield-connector'], exports: './index.js' };
  const all = {
    'package.json': JSON.stringify({ ...own, ...manifest }),
    'index.js': text,
    'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    'README.md': '# Fake',
    'config-template.json': '{}',
    ...files,
  };
  const written = Object.entries(all).map(([file, content]) => write(`${at}/node_modules/${name}/${file}`, content));
  await Promise.all(written);
};

const discover = (importTimeout?: number) =>
  discoverConnectors(join(folder, 'app'), importTimeout === undefined ? {} : { importTimeout });

/** The problem of a package that is the only one. */
const problemOf = async (fake: FakePackage, importTimeout?: number): Promise<string> => {
  await application({ fake: '1' });
  await install('fake', fake);
  const { packages, find } = await discover(importTimeout);
  expect(packages).toHaveLength(1);
  expect(find('fake')).toBeUndefined();
  return packages[0]?.state === 'broken' ? packages[0].problem : 'ready';
};

test('finds a connector, and loads its files', async () => {
  await application({ fake: '^1.0.0' });
  await install('fake');
  const { packages, find } = await discover();
  expect(packages).toMatchObject([
    {
      state: 'ready',
      packageName: 'fake',
      version: '1.2.3',
      module: { metadata: { id: 'fake' } },
      assets: { logo: expect.stringContaining('data:image/svg+xml'), readme: '# Fake', configTemplate: '{}' },
    },
  ]);
  expect(find('fake')).toBe(packages[0]);
  expect(find('other')).toBeUndefined();
});

test('only direct dependencies and optional ones count, only with the keyword, sorted by name', async () => {
  await application({ zulu: '1', plain: '1' }, { optionalDependencies: { alpha: '1' }, devDependencies: { dev: '1' } });
  await install('zulu', { code: code({ id: 'zulu' }) });
  await install('alpha', { code: code({ id: 'alpha' }) });
  await install('plain', { manifest: { keywords: ['other'] }, code: 'throw new Error("must not be loaded")' });
  await install('dev', { code: code({ id: 'dev' }) });
  await install('transitive', { code: code({ id: 'transitive' }) });
  const { packages } = await discover();
  expect(packages.map((one) => [one.packageName, one.state])).toEqual([
    ['alpha', 'ready'],
    ['zulu', 'ready'],
  ]);
});

test('a package hoisted to the workspace around the application is found; a nearer one wins', async () => {
  await application({ fake: '1', near: '1' });
  await install('fake', { at: '.' });
  await install('near', { at: '.', code: code({ id: 'far' }) });
  await install('near', { code: code({ id: 'near' }) });
  const { find } = await discover();
  expect(find('fake')?.state).toBe('ready');
  expect(find('near')?.state).toBe('ready');
  expect(find('far')).toBeUndefined();
});

test('a dependency that is not installed is listed when its name says that it is a connector', async () => {
  await application(
    { 'jackfield-connector-gone': '1', '@acme/jackfield-connector-gone': '1', '@jackfield/gone': '1', other: '1' },
    { optionalDependencies: { 'jackfield-connector-left-out': '1' } },
  );
  const { packages } = await discover();
  expect(packages.map((one) => one.packageName)).toEqual([
    '@acme/jackfield-connector-gone',
    '@jackfield/gone',
    'jackfield-connector-gone',
  ]);
  expect(packages[0]).toMatchObject({
    state: 'broken',
    problem: expect.stringMatching(/not installed.*Run the install/),
  });
});

test('a broken package keeps none of the others from working', async () => {
  await application({ bad: '1', fake: '1' });
  await install('bad', { code: 'throw new TypeError("no luck")' });
  await install('fake');
  const { packages, find } = await discover();
  expect(packages[0]).toMatchObject({
    state: 'broken',
    packageName: 'bad',
    version: '1.2.3',
    problem: 'It threw while it was loaded: TypeError: no luck',
  });
  expect(find('fake')?.packageName).toBe('fake');
});

describe('says what is wrong, and the way out', () => {
  const cases: readonly (readonly [string, FakePackage, RegExp])[] = [
    ['code that does not parse', { code: 'export const = 1' }, /not JavaScript that this Node can run/],
    [
      'a missing import',
      { code: 'import "not-there"' },
      /^It imports not-there, which is not installed\. Install it\.$/,
    ],
    ['a missing file of its own', { code: 'import "./gone.js"' }, /files are not complete\. Install it again/],
    ['a missing main file', { manifest: { exports: './gone.js' } }, /files are not complete/],
    ['nothing that is exported', { manifest: { exports: { './other': './index.js' } } }, /exports nothing/],
    ['an export outside the package', { manifest: { exports: './../../../../evil.js' } }, /exports nothing/],
    ['a missing factory', { code: 'export const metadata = {}' }, /does not fit the connector contract.*default/],
    ['wrong metadata', { code: code({ platform: 'Toaster' }) }, /metadata\.platform/],
    ['a newer contract', { code: code({ specVersion: 2, more: 1 }) }, /needs a newer host.*version 2.*Update/],
    ['a missing logo', { code: code({ logo: './gone.svg' }) }, /gone\.svg/],
    ['a throw that is no error', { code: 'throw { toString() { throw 1 } }' }, /no error/],
    [
      'an error that cannot be read',
      { code: 'throw Object.defineProperty(new Error(), "message", { get() { throw 1 } })' },
      /unreadable/,
    ],
    [
      'metadata that cannot be read',
      { code: 'export const metadata = new Proxy({}, { get() { throw new Error("trap") } })' },
      /trap/,
    ],
  ];
  test.each(cases)('%s', async (_name, fake, expected) => {
    expect(await problemOf(fake)).toMatch(expected);
  });

  test('a package that never finishes loading', async () => {
    expect(await problemOf({ code: 'await new Promise(() => {})' }, 50)).toMatch(/not loaded within 0\.05 s/);
  });
});

test('attack: terminal codes and secrets in what a package throws are shown harmlessly', async () => {
  const text = '\\u001b[2J\\u202e\\r\\nfake line \\u0007 postgres://user:CANARY@db/x ' + 'x'.repeat(5000);
  const problem = await problemOf({ code: `throw new Error("${text}")` });
  expect(problem).toContain('fake line');
  expect(problem).not.toMatch(/[\p{Cc}\p{Cf}]|CANARY/u);
  expect(problem.length).toBeLessThanOrEqual(600);
});

test('attack: names in package.json that are paths are never loaded', async () => {
  await write('evil/package.json', JSON.stringify({ keywords: ['jackfield-connector'], exports: './index.js' }));
  await write('evil/index.js', 'throw new Error("loaded")');
  await application({ '../../evil': '1', [join(folder, 'evil')]: '1', '.': '1', __proto__: '1' });
  expect((await discover()).packages).toEqual([]);
});

test('of two packages with one id neither is used, and both are shown', async () => {
  await application({ one: '1', two: '1', fake: '1' });
  await install('one', { code: code({ id: 'same' }) });
  await install('two', { code: code({ id: 'same', logo: './gone.svg' }) });
  await install('fake');
  const { packages, find } = await discover();
  expect(packages).toMatchObject([
    { packageName: 'fake', state: 'ready' },
    { packageName: 'one', state: 'broken', connectorId: 'same', problem: expect.stringContaining('so has two') },
    { packageName: 'two', state: 'broken', connectorId: 'same', problem: expect.stringContaining('so has one') },
  ]);
  expect(find('same')).toBeUndefined();
});

test('the code for import is loaded, not that for require', async () => {
  await application({ fake: '1' });
  const exports = { '.': { require: './index.cjs', import: { types: './index.d.ts', default: './index.js' } } };
  await install('fake', { manifest: { exports }, files: { 'index.cjs': 'throw new Error("the wrong one")' } });
  expect((await discover()).find('fake')?.state).toBe('ready');
});

test.each([
  ['its arguments', ['--conditions=own'], ''],
  ['NODE_OPTIONS', [], '--conditions=own'],
  ['neither', [], ''],
])('conditions of the process are followed, given in %s', async (_name, args, options) => {
  await application({ fake: '1' });
  const manifest = { exports: { '.': { own: './own.js', default: './index.js' } } };
  await install('fake', { manifest, files: { 'own.js': code({ target: 'own' }) } });
  const program = `
    const { discoverConnectors } = await import(${JSON.stringify(import.meta.resolve('./discover-connectors.ts'))});
    const { find } = await discoverConnectors(${JSON.stringify(join(folder, 'app'))});
    console.log(find('fake').module.metadata.target);`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@jackfield/source', ...args, '--input-type=module', '--eval', program],
    { env: { ...process.env, NODE_OPTIONS: options } },
  );
  expect(stdout.trim()).toBe(`${args.join('')}${options}` === '' ? 'fake' : 'own');
});

test('a package without exports is loaded by its main file', async () => {
  await application({ fake: '1' });
  const manifest = { exports: undefined, main: 'lib/main' };
  await install('fake', { manifest, files: { 'lib/main.js': code() } });
  expect((await discover()).packages).toMatchObject([{ state: 'ready' }]);
});

test('an application without package.json is refused', async () => {
  const refusal = { code: 'invalid_request', hint: expect.stringContaining('package.json') };
  await expect(discover()).rejects.toMatchObject(refusal);
  await write('app/package.json', '{ no json');
  await expect(discover()).rejects.toMatchObject(refusal);
});

test('the connectors of this workspace are found through links, from their sources', async () => {
  const names = ['github', 'google', 'oauth-standard', 'oidc-standard', 'smtp-email', 'twilio-sms', 'logto-governance'];
  await application(Object.fromEntries([...names, 'egress'].map((name) => [`@jackfield/${name}`, 'workspace:^'])));
  const { resolve } = createRequire(import.meta.url);
  await mkdir(join(folder, 'app/node_modules/@jackfield'), { recursive: true });
  const link = (name: string) =>
    symlink(dirname(resolve(`@jackfield/${name}/package.json`)), join(folder, 'app/node_modules/@jackfield', name));
  await Promise.all([...names, 'egress'].map(link));
  const { packages, find } = await discover();
  expect(packages.filter((one) => one.state === 'broken')).toEqual([]);
  expect(names.filter((name) => find(name)?.assets.readme.startsWith('# '))).toEqual(names);
});
