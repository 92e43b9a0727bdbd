import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { completionWords } from '../completion/words.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const scripts = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

/** Prints a script that completes the command line. @param commands all of them */
export function completion(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    summary: 'print a script that completes the command line in bash, zsh or fish',
    operands: [{ name: 'shell' }],
    options: [],
    run: async ({ operands, print }) => {
      const script = scripts.get(operands[0] ?? '');
      if (!script) throw new UsageError(`There are scripts for ${[...scripts.keys()].join(', ')}.`);
      print(script(completionWords(commands())).trimEnd());
      return 0;
    },
  };
}
