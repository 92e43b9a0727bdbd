import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { configGuard } from '@jackfield/smtp-email';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fieldValue } from './field-values.ts';
import { parsePath, splitField, withField } from './paths.ts';
import { readConfig } from './read-config.ts';
import { readSecret } from './secret-sources.ts';
import { createTerminal, Interrupted } from './terminal.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-input-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('fields', () => {
  test('are set within objects, and removed', () => {
    const config = withField({ auth: { user: 'a' } }, ['auth', 'password'], 'b');
    expect(config).toEqual({ auth: { user: 'a', password: 'b' } });
    expect(withField(config, ['auth', 'user'], undefined)).toEqual({ auth: { password: 'b' } });
    expect(withField({}, ['from', 'address'], 'x')).toEqual({ from: { address: 'x' } });
  });

  test('have a name and a value', () => {
    expect(splitField('from.name=A=B', 'set')).toEqual({ path: ['from', 'name'], value: 'A=B' });
    expect(() => splitField('canary', 'set')).toThrow('--set has the form field=…');
  });

  test.each(['__proto__', 'constructor', 'a.__proto__.b', '', 'a..b', 'a b'])('attack: %j is no field', (text) => {
    expect(() => parsePath(text, 'set')).toThrow('begins with the name of a field');
  });

  test('become what the guard wants', () => {
    expect(fieldValue(configGuard, ['port'], '587')).toBe(587);
    expect(fieldValue(configGuard, ['port'], 'many')).toBe('many');
    expect(fieldValue(configGuard, ['allowCredentialsInClear'], 'true')).toBe(true);
    expect(fieldValue(configGuard, ['host'], '42')).toBe('42');
    expect(fieldValue(configGuard, ['auth', 'user'], 'true')).toBe('true');
    expect(fieldValue(configGuard, ['notThere'], '1')).toBe('1');
  });

  test('attack: a secret is refused on the command line, and not repeated', () => {
    expect(() => fieldValue(configGuard, ['auth', 'password'], 'canary')).toThrow(
      /^auth\.password is a secret.*--secret auth\.password=env:NAME/,
    );
    expect(() => fieldValue(configGuard, ['auth', 'password'], 'canary')).not.toThrow('canary');
  });
});

describe('readSecret', () => {
  const folder = temporaryFolder;
  test('takes it from the environment, a file, or a person', async () => {
    const here = folder();
    writeFileSync(join(here, 'secret'), 'from file\n');
    const terminal = { ask: async () => '', askSecret: async (question: string) => `typed at ${question}` };
    const from = { environment: { NAME: 'from environment' }, folder: here, terminal };
    expect(await readSecret('env:NAME', 'a', from)).toBe('from environment');
    expect(await readSecret('file:secret', 'a', from)).toBe('from file');
    expect(await readSecret('prompt', 'auth.password', from)).toBe('typed at auth.password: ');
  });

  test.each([
    ['canary', 'it is no argument itself'],
    ['env:MISSING', 'The environment variable for field is not set'],
    ['env:EMPTY', 'is empty'],
    ['file:canary', 'cannot be read'],
    ['prompt', 'Nobody can be asked for field here'],
  ])('refuses %s and does not repeat it', async (source, message) => {
    const from = { environment: { EMPTY: '' }, folder: '/nowhere', terminal: undefined };
    const failure = readSecret(source, 'field', from);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow('canary');
  });
});

describe('readConfig', () => {
  const from = (text: string) => ({ folder: '/nowhere', input: Readable.from([text]), warn: () => undefined });

  test('reads the standard input', async () => {
    expect(await readConfig('-', from('{"a":1}'))).toEqual({ a: 1 });
  });

  test.each([
    ['-', '{"canary"', 'The standard input is not JSON.'],
    ['-', '["canary"]', 'The standard input must hold a JSON object.'],
    ['canary.json', '', 'A file that was named on the command line cannot be read.'],
  ])('refuses %s with %j', async (path, text, message) => {
    await expect(readConfig(path, from(text))).rejects.toThrow(message);
  });

  test('warns of a file that others can read', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'open.json'), '{}', { mode: 0o644 });
    writeFileSync(join(folder, 'closed.json'), '{}', { mode: 0o600 });
    const warnings: string[] = [];
    const source = { folder, input: Readable.from([]), warn: (line: string) => void warnings.push(line) };
    await readConfig('closed.json', source);
    expect(warnings).toEqual([]);
    await readConfig('open.json', source);
    expect(warnings).toEqual([expect.stringContaining('chmod 600')]);
  });
});

describe('createTerminal', () => {
  function start() {
    const input = new PassThrough();
    const output = new PassThrough().setEncoding('utf8');
    let shown = '';
    output.on('data', (text: string) => {
      shown += text;
    });
    return { input, terminal: createTerminal(input, output), shown: () => shown };
  }

  test('attack: a secret that is typed is not shown', async () => {
    const { input, terminal, shown } = start();
    const answer = terminal.askSecret('Password: ');
    input.write('canary\r');
    expect(await answer).toBe('canary');
    expect(shown()).toContain('Password: ');
    expect(shown()).not.toContain('canary');
  });

  test('asks one thing after the other', async () => {
    const { input, terminal } = start();
    const first = terminal.ask('Go on? ');
    input.write('y\r');
    expect(await first).toBe('y');
    const second = terminal.ask('Really? ');
    input.write('n\r');
    expect(await second).toBe('n');
  });

  test.each(['\u0003', '\u0004'])('ends when the person does %j', async (key) => {
    const { input, terminal } = start();
    const answer = terminal.ask('Go on? ');
    input.write(key);
    await expect(answer).rejects.toBeInstanceOf(Interrupted);
  });
});
