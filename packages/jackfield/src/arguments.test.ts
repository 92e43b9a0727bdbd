import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';

describe('parseArguments', () => {
  test('tells words from options, wherever they stand', () => {
    const { words, options, given } = parseArguments([
      '--json',
      'connectors',
      'add',
      'github',
      '--set',
      'a=1',
      '--set=b=2',
    ]);
    expect(words).toEqual(['connectors', 'add', 'github']);
    expect(options).toMatchObject({ json: true, set: ['a=1', 'b=2'] });
    expect(given).toEqual(['json', 'set']);
  });

  test('takes an id that begins with a dash, after two of them', () => {
    expect(parseArguments(['tokens', 'revoke', '--yes', '--', '-abc'])).toMatchObject({
      words: ['tokens', 'revoke', '-abc'],
      options: { yes: true },
    });
  });

  test('takes a dash for the standard input', () => {
    expect(parseArguments(['import', '-', '--config', '-'])).toMatchObject({
      words: ['import', '-'],
      options: { config: '-' },
    });
  });

  test.each([
    [
      ['--clientSecret', 'canary-secret'],
      'There is no option of that name. See --help. An id that begins with a dash comes after --.',
    ],
    [['--client-secret=canary-secret'], 'There is no option --client-secret.'],
    [['--port'], '--port needs a value.'],
    [['--json=canary-secret'], '--json takes no value.'],
    [['--set', '--json'], 'The value of an option begins with a dash: write it as --option=value. See --help.'],
  ])('attack: a secret on the command line is not repeated by %j', (args, message) => {
    let thrown: unknown;
    try {
      parseArguments(['start', ...args]);
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toContain(message);
    expect(String(thrown)).not.toContain('canary');
  });
});
