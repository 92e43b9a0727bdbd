import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const folderName = 'jackfield-connector-acme-id';

/** Runs the command with nobody there, or with somebody who types these keys, each when the next question stands. */
async function runCommand(args: readonly string[], keys?: readonly string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const [input, output] = [new PassThrough(), new PassThrough()];
  const waiting = [...(keys ?? [])];
  let asked = 0;
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
    // A question that waits for an answer begins with this sign, once for each time that it is drawn.
    const questions = new Set(shown.match(/What does it connect to\?|in kebab-case|How people call|Issuer/g)).size;
    for (; asked < questions; asked += 1) {
      const text = waiting.shift();
      if (text !== undefined) setImmediate(() => input.write(text));
    }
  });
  const code = await run({
    args,
    terminal: keys && { input, output },
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
    signal: new AbortController().signal,
  });
  return { code, printed: printed.join('\n'), errors: errors.join('\n') };
}

describe('the command', () => {
  it('works without a terminal, from flags alone', async () => {
    const directory = await temporaryFolder();
    const flags = [
      '--type',
      'openid',
      '--name',
      'acme-id',
      '--issuer',
      'https://id.acme.test',
      '--directory',
      directory,
    ];
    const { code, printed, errors } = await runCommand(flags);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(printed).toContain('npm test');
    expect(await readFile(join(directory, folderName, 'src/endpoints.ts'), 'utf8')).toContain("'https://id.acme.test'");
  });

  it('is a program that writes into the folder where it is called, and tells failure by its exit code', async () => {
    const cwd = await temporaryFolder();
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const call = () => promisify(execFile)(process.execPath, [main, '--type', 'sms', '--name', 'acme-id'], { cwd });
    expect((await call()).stdout).toContain(`cd ${folderName}`);
    await expect(call()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('exists already') });
    expect(await readdir(cwd)).toEqual([folderName]);
  });

  it('says which flags are missing where nobody can be asked', async () => {
    const { code, errors } = await runCommand(['--yes']);
    expect(code).toBe(1);
    expect(errors).toMatch(/^--type and --name must be given/);
  });

  it.each([
    [['--type', 'ldap', '--name', 'acme'], /^--type must be one of openid, oauth, email, sms, governance/],
    [['--typ', 'openid'], /Unknown option '--typ'[\s\S]*--type <type>/],
    [['acme'], /Unexpected argument 'acme'/],
    [['--type', 'sms', '--name', 'acme', '--issuer', 'https://a.test'], /^--issuer is not asked for with --type sms/],
  ])('refuses %j', async (flags, expected) => {
    const { code, errors } = await runCommand(flags);
    expect(code).toBe(1);
    expect(errors).toMatch(expected);
  });

  it('explains itself', async () => {
    const { code, printed } = await runCommand(['--help']);
    expect(code).toBe(0);
    expect(printed).toContain('pnpm create @jackfield/connector');
  });

  it('asks for what the flags do not say', async () => {
    const directory = await temporaryFolder();
    const keys = ['\r', 'acme-id\r', '\r', 'https://id.acme.test\r'];
    const { code, errors } = await runCommand(['--directory', directory], keys);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(await readFile(join(directory, folderName, 'README.md'), 'utf8')).toContain('Sign people in with Acme Id.');
  });

  it.each([[['\u0003']], [['\r', '\u0003']], [['\r', 'acme-id\r', '\r', 'https\u0003']]])(
    'leaves nothing when Ctrl-C is typed: %j',
    async (keys) => {
      const directory = await temporaryFolder();
      expect(await runCommand(['--directory', directory], keys)).toEqual({
        code: 130,
        printed: '',
        errors: 'Nothing was written.',
      });
      expect(await readdir(directory)).toEqual([]);
    },
  );
});
