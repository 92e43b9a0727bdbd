import { type Arguments, parseArguments } from './arguments.ts';
import { commands } from './commands/commands.ts';
import type { Command, Surroundings } from './commands/command.ts';
import { checkOperands, findCommand } from './commands/find-command.ts';
import { exitCodes } from './exit-codes.ts';
import { explain } from './explain.ts';
import { commandHelp, generalHelp } from './help.ts';
import { commonOptions, type OptionName } from './options.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/** Runs what the command line asks for. Nothing is thrown. @returns the exit code */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await dispatch(parseArguments(args), surroundings);
  } catch (error) {
    return await explain(error, surroundings.warn, args.includes('--json'));
  }
}

async function dispatch({ words, options, given }: Arguments, surroundings: Surroundings): Promise<number> {
  const { print } = surroundings;
  if (options.version) return done(print, packageVersion());
  if (options.help && words.length === 0) return done(print, generalHelp(commands));
  const { command, operands } = findCommand(commands, words);
  if (options.help) return done(print, commandHelp(command));
  checkOptions(command, given);
  checkOperands(command, operands);
  return command.run({ ...surroundings, operands, options, given });
}

function done(print: (line: string) => void, text: string): number {
  print(text);
  return exitCodes.done;
}

function checkOptions({ name, options }: Command, given: readonly OptionName[]): void {
  const known = new Set<OptionName>([...commonOptions, ...options]);
  const other = given.find((one) => !known.has(one));
  if (other !== undefined) throw new UsageError(`${name} has no option --${other}. See jackfield ${name} --help.`);
}
