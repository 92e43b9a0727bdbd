import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { commands } from '../commands/commands.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { completionWords } from './words.ts';
import { zshCompletion } from './zsh.ts';

const execute = promisify(execFile);
const words = completionWords(commands);

/** What bash offers at the end of a line. */
async function offers(line: string): Promise<readonly string[]> {
  const parts = line.split(' ');
  const program = `${bashCompletion(words)}
compopt() { :; }
COMP_WORDS=(${parts.map((part) => `'${part}'`).join(' ')})
COMP_CWORD=${parts.length - 1}
_jackfield
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await execute('bash', ['--norc', '-c', program]);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('bash', () => {
  test('the script parses', async () => {
    await expect(execute('bash', ['-n', '-c', bashCompletion(words)])).resolves.toMatchObject({ stderr: '' });
  });

  test.each([
    ['jackfield conn', ['connectors']],
    ['jackfield tokens ', ['create', 'list', 'revoke']],
    ['jackfield keys r', ['rotate']],
    ['jackfield --json audit v', ['verify']],
    ['jackfield connectors add --sec', ['--secret']],
    ['jackfield connectors list --sec', []],
    ['jackfield start --log-level w', ['warn']],
    ['jackfield tokens create --scope ', ['read', 'write']],
    ['jackfield start --port ', []],
  ])('%s', async (line, expected) => {
    expect(await offers(line)).toEqual(expected);
  });
});

test.each([
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
])('the script for %s knows every command and every option', (_shell, create) => {
  const script = create(words);
  for (const { name, options } of words.commands) {
    for (const word of name.split(' ')) expect(script).toContain(word);
    for (const option of options) expect(script).toContain(option.name);
  }
  // Quotes are in pairs, so that none of our own texts ends a string.
  expect(script.replaceAll(/\\'|'\\''/g, '').split("'").length % 2).toBe(1);
});
