import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAssets } from './index.ts';

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const svgUrl = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;

const metadata = {
  logo: './logo.svg',
  logoDark: './logo-dark.svg' as string | null,
  readme: 'README.md',
  configTemplate: './config-template.json',
};

let folder: string;
let packageFolder: string;
let packageJsonUrl: URL;

const write = (name: string, content: string | Uint8Array) => writeFile(join(packageFolder, name), content);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assets-'));
  packageFolder = join(folder, 'package');
  packageJsonUrl = pathToFileURL(join(packageFolder, 'package.json'));
  await mkdir(packageFolder);
  await write('logo.svg', svg.replace('<path', '<script>alert(1)</script><path onclick="x"'));
  await write('logo-dark.svg', svg);
  await write('README.md', '# Über\n');
  await write('config-template.json', '{ "host": "x" }\n');
});

afterEach(() => rm(folder, { recursive: true }));

describe('loadAssets', () => {
  it('reads logos as sanitised data URLs, README and template as text', async () => {
    const expected = {
      logo: svgUrl,
      logoDark: svgUrl,
      readme: '# Über\n',
      configTemplate: '{ "host": "x" }\n',
    };
    expect(await loadAssets(packageJsonUrl, metadata)).toEqual(expected);
    expect(await loadAssets(packageJsonUrl.href, metadata)).toEqual(expected);
  });

  it('takes the logo for dark mode too when there is no other', async () => {
    const { logo, logoDark } = await loadAssets(packageJsonUrl, { ...metadata, logoDark: null });
    expect(logoDark).toBe(logo);
  });

  it('passes PNG by what it is, whatever its name', async () => {
    await write('logo.svg', png);
    expect((await loadAssets(packageJsonUrl, metadata)).logo).toBe(`data:image/png;base64,${png.toString('base64')}`);
  });

  it('leaves https URLs alone', async () => {
    const url = 'https://example.test/logo.svg';
    expect(await loadAssets(packageJsonUrl, { ...metadata, logo: url, logoDark: url, readme: url })).toMatchObject({
      logo: url,
      logoDark: url,
      readme: url,
    });
  });

  it('follows a package folder that is a link, as package managers make them', async () => {
    await symlink(packageFolder, join(folder, 'linked'));
    const linked = pathToFileURL(join(folder, 'linked', 'package.json'));
    expect(await loadAssets(linked, metadata)).toMatchObject({ readme: '# Über\n' });
  });

  it.each([
    ['a missing file', 'logo', './nothing.svg'],
    ['a folder', 'readme', '.'],
    ['a file that is no image', 'logo', './README.md'],
    ['a template that is not JSON', 'configTemplate', './README.md'],
    ['a template that is not an object', 'configTemplate', './list.json'],
    ['a text that is not UTF-8', 'readme', './latin1.md'],
    ['a logo of more than 64 KiB', 'logoDark', './large.svg'],
    ['a README of more than 256 KiB', 'readme', './large.md'],
    ['an http URL', 'logo', 'http://example.test/logo.svg'],
    ['a data URL', 'logo', 'data:image/svg+xml,<svg/>'],
    ['a NUL in the path', 'logo', './logo.svg\0.png'],
    ['an empty path', 'readme', ''],
  ])('refuses %s, and names it', async (_, field, path) => {
    await write('list.json', '[]');
    await write('latin1.md', Buffer.from([0x23, 0xff]));
    await write('large.svg', svg.padEnd(64 * 1024 + 1));
    await write('large.md', 'x'.repeat(256 * 1024 + 1));
    await expect(loadAssets(packageJsonUrl, { ...metadata, [field]: path })).rejects.toMatchObject({
      code: 'invalid_metadata',
      hint: expect.stringContaining(path),
    });
  });

  it.each([
    '../secret.json',
    'a/../../secret.json',
    '..\\secret.json',
    '/etc/passwd',
    'link.json',
    'linked/secret.json',
  ])('attack: a path out of the package: %s', async (path) => {
    await writeFile(join(folder, 'secret.json'), '{}');
    await symlink(join(folder, 'secret.json'), join(packageFolder, 'link.json'));
    await symlink(folder, join(packageFolder, 'linked'));
    for (const field of ['logo', 'logoDark', 'readme', 'configTemplate']) {
      await expect(loadAssets(packageJsonUrl, { ...metadata, [field]: path })).rejects.toMatchObject({
        code: 'invalid_metadata',
        hint: expect.stringMatching(/package\.$/),
      });
    }
  });

  it('attack: a named pipe does not hang', async () => {
    await promisify(execFile)('mkfifo', [join(packageFolder, 'pipe.md')]);
    await expect(loadAssets(packageJsonUrl, { ...metadata, readme: 'pipe.md' })).rejects.toMatchObject({
      code: 'invalid_metadata',
      hint: 'pipe.md is not a regular file.',
    });
  });
});
