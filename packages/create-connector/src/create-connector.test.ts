import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createConnector, CreateConnectorError, type CreateConnectorOptions } from './index.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const request = { type: 'oauth', name: 'acme-id' } as const;
const problemOf = async (options: CreateConnectorOptions): Promise<string> => {
  const error: unknown = await createConnector(options).catch((thrown: unknown) => thrown);
  if (!(error instanceof CreateConnectorError)) throw error;
  return error.message;
};

describe('createConnector', () => {
  it('writes what it says it writes, and nothing of the template stays', async () => {
    const directory = await temporaryFolder();
    const { folder, files } = await createConnector({ ...request, directory });
    expect(await readdir(directory)).toEqual(['jackfield-connector-acme-id']);
    const written = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(written.filter((entry) => entry.isFile())).toHaveLength(files.length);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', '.gitignore', 'src/contract.test.ts', 'logo-dark.svg']));
    const texts = await Promise.all(files.map((path) => readFile(join(folder, path), 'utf8')));
    expect(texts.join('\n')).not.toMatch(/specimen|workspace:|catalog:|@jackfield\/source/i);
  });

  it('names the provider as people do, and puts its addresses in', async () => {
    const directory = await temporaryFolder();
    const endpoints = { 'token-endpoint': 'https://login.acme.test/token?tenant=1' };
    const { folder } = await createConnector({ ...request, title: 'ACME & Co.', endpoints, directory });
    const read = (path: string) => readFile(join(folder, path), 'utf8');
    expect(await read('README.md')).toContain('Sign people in with ACME & Co..');
    expect(await read('src/endpoints.ts')).toContain("token: 'https://login.acme.test/token?tenant=1'");
    expect(await read('src/endpoints.ts')).toContain("authorization: 'https://id.acme-id.example/authorize'");
    expect(await read('src/index.ts')).toContain('createAcmeId as default');
    expect(await read('src/metadata.ts')).toContain("id: 'acme-id'");
  });

  it('takes the versions that it is given', async () => {
    const directory = await temporaryFolder();
    const versions = { '@jackfield/oauth-kit': '^7.1.0' };
    const { folder } = await createConnector({ ...request, directory, versions });
    const { dependencies, devDependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(dependencies['@jackfield/oauth-kit']).toBe('^7.1.0');
    expect(devDependencies.vitest).toMatch(/^\^5\./);
  });

  it.each([
    '',
    'Acme',
    'acme_id',
    '-acme',
    'acme--id',
    '1acme',
    'acme id',
    'açme',
    'create-acme',
    'runtime',
    'social',
    'github',
    'x'.repeat(41),
    '..',
    '../acme',
    'a/../../b',
    '/tmp/acme',
    String.raw`a\..\b`,
    'acme\0',
    'acme\n',
  ])('refuses the name %j, with a hint, and writes nothing', async (name) => {
    const directory = await temporaryFolder();
    expect(await problemOf({ ...request, name, directory })).toMatch(
      /^--name (?:must be|must begin|is taken|is the id)/,
    );
    expect(await readdir(directory)).toEqual([]);
  });

  it.each(["Acme's", 'Acme`', 'Acme ${x}', 'Acme | B', '<b>', ' Acme', 'Acme\nB', '', '*/', '"'])(
    'refuses the title %j, which code or Markdown could read otherwise',
    async (title) => {
      const directory = await temporaryFolder();
      expect(await problemOf({ ...request, title, directory })).toMatch(/^--title must be/);
      expect(await readdir(directory)).toEqual([]);
    },
  );

  it.each([
    'http://acme.test',
    'https://user@acme.test',
    'https://acme.test/#a',
    "https://acme.test/'+x+'",
    'https://acme.test/`',
    'https://acme.test/|',
    'https://',
    'https://acme.test:99999/',
    'javascript:alert(1)',
    'https://acme.test/\n',
  ])('refuses the address %j', async (url) => {
    const directory = await temporaryFolder();
    const endpoints = { 'token-endpoint': url };
    expect(await problemOf({ ...request, endpoints, directory })).toMatch(/^--token-endpoint must be an https address/);
    expect(await readdir(directory)).toEqual([]);
  });

  it('names everything that is wrong at once', async () => {
    const endpoints = { issuer: 'https://acme.test', 'token-endpoint': 'x' };
    const problems = await problemOf({ type: 'oauth', name: 'A', title: '`', endpoints });
    expect(problems.match(/^--[a-z-]+/gm)).toEqual(['--name', '--title', '--issuer', '--token-endpoint']);
  });

  it('never overwrites: a folder, a file or a link in the way stays as it is', async () => {
    const directory = await temporaryFolder();
    const place = join(directory, 'jackfield-connector-acme-id');
    await mkdir(place);
    await writeFile(join(place, 'mine.txt'), 'mine');
    expect(await problemOf({ ...request, directory })).toMatch(/exists already/);
    expect(await readdir(directory, { recursive: true })).toEqual([
      'jackfield-connector-acme-id',
      'jackfield-connector-acme-id/mine.txt',
    ]);
    await symlink(join(directory, 'nowhere'), join(directory, 'jackfield-connector-linked'));
    expect(await problemOf({ ...request, name: 'linked', directory })).toMatch(/exists already/);
    await expect(stat(join(directory, 'nowhere'))).rejects.toThrow('ENOENT');
  });

  it('writes one package when two are asked for by one name at the same time', async () => {
    const directory = await temporaryFolder();
    const attempts = await Promise.allSettled([1, 2, 3].map(() => createConnector({ ...request, directory })));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(directory)).toEqual(['jackfield-connector-acme-id']);
  });

  it('says that the folder to write into is not there', async () => {
    const directory = join(await temporaryFolder(), 'nowhere');
    expect(await problemOf({ ...request, directory })).toMatch(/^There is no folder .*nowhere. Make it first/);
  });

  it('leaves nothing half-written when it is stopped', async () => {
    const directory = await temporaryFolder();
    const stop = new AbortController();
    let looks = 0;
    const signal = Object.assign(Object.create(stop.signal), {
      throwIfAborted() {
        looks += 1;
        if (looks === 5) throw new Error('stopped');
      },
    });
    await expect(createConnector({ ...request, directory, signal })).rejects.toThrow('stopped');
    expect(await readdir(directory)).toEqual([]);
  });
});
