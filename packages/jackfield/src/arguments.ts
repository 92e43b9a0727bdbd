import { parseArgs } from 'node:util';
import { type OptionName, optionDefinitions } from './options.ts';
import { UsageError } from './usage-error.ts';

export type Options = ReturnType<typeof parseStrictly>['values'];

/** What was asked on the command line. */
export interface Arguments {
  /** Command and operands. */
  readonly words: readonly string[];
  readonly options: Options;
  /** The options that were given. */
  readonly given: readonly OptionName[];
}

/**
 * Reads the command line.
 *
 * @throws UsageError naming what is wrong; a value is never repeated, since it may be a secret
 */
export function parseArguments(args: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    options: optionDefinitions,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [checkOption(token.name, token.value)] : []));
  const { values, positionals } = parseStrictly(args);
  return { words: positionals, options: values, given: [...new Set(given)] };
}

function checkOption(name: string, value: string | undefined): OptionName {
  if (!isOptionName(name)) {
    const shown = /^[a-z][a-z-]{0,30}$/.test(name) ? ` --${name}` : ' of that name';
    throw new UsageError(`There is no option${shown}. See --help. An id that begins with a dash comes after --.`);
  }
  const { type } = optionDefinitions[name];
  if (type === 'string' && value === undefined) throw new UsageError(`--${name} needs a value.`);
  if (type === 'boolean' && value !== undefined) throw new UsageError(`--${name} takes no value.`);
  return name;
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(optionDefinitions, name);
}

function parseStrictly(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: optionDefinitions, strict: true, allowPositionals: true });
  } catch {
    throw new UsageError('The value of an option begins with a dash: write it as --option=value. See --help.');
  }
}

/** @throws UsageError */
export function wholeNumber(text: string, what: string, least = 1): number {
  if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text);
  throw new UsageError(`${what} must be a whole number of at least ${least}.`);
}
