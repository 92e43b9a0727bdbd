import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

/** A command, and the words behind its name. */
export interface FoundCommand {
  readonly command: Command;
  readonly operands: readonly string[];
}

/** @throws UsageError naming the commands that may have been meant */
export function findCommand(commands: readonly Command[], words: readonly string[]): FoundCommand {
  for (const length of [2, 1]) {
    const command = commands.find(({ name }) => name === words.slice(0, length).join(' '));
    if (command) return { command, operands: words.slice(length) };
  }
  const [first] = words;
  if (first === undefined) throw new UsageError('Name a command: see jackfield --help.');
  const group = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  throw new UsageError(
    group.length === 0 ? 'There is no such command: see jackfield --help.' : `Say which one: ${group.join(', ')}.`,
  );
}

/** @throws UsageError when operands are missing or too many */
export function checkOperands({ name, operands }: Command, given: readonly string[]): void {
  const needed = operands.filter(({ isOptional }) => !isOptional);
  const missing = needed[given.length];
  if (missing) throw new UsageError(`${name} needs <${missing.name}>. See jackfield ${name} --help.`);
  if (given.length > operands.length) {
    throw new UsageError(
      `${name} takes fewer words. Put a text with spaces into quotes. See jackfield ${name} --help.`,
    );
  }
}
