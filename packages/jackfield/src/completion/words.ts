import type { Command } from '../commands/command.ts';
import { commonOptions, type OptionDefinition, optionDefinitions } from '../options.ts';

/** What a shell needs to know of the command line. */
export interface CompletionWords {
  readonly commands: readonly CommandWords[];
  /** Of every command. */
  readonly options: readonly OptionWords[];
}

export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  readonly name: string;
  readonly help: string;
  /** What stands behind it; `undefined` for a flag. */
  readonly value: 'any' | 'file' | 'folder' | readonly string[] | undefined;
}

export function completionWords(commands: readonly Command[]): CompletionWords {
  return {
    commands: commands.map(({ name, summary, options }) => ({ name, summary, options: options.map(optionWords) })),
    options: commonOptions.map(optionWords),
  };
}

function optionWords(name: keyof typeof optionDefinitions): OptionWords {
  const { type, help, completes }: OptionDefinition = optionDefinitions[name];
  return { name, help, value: type === 'boolean' ? undefined : (completes ?? 'any') };
}

/** The words that may come first, each once; those of two words with their second ones. */
export function firstWords({ commands }: CompletionWords): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  for (const { name } of commands) {
    const [first = '', second] = name.split(' ');
    words.set(first, [...(words.get(first) ?? []), ...(second === undefined ? [] : [second])]);
  }
  return words;
}

/** Every option, each once. */
export function everyOption({ commands, options }: CompletionWords): readonly OptionWords[] {
  const all = [...options, ...commands.flatMap((command) => command.options)];
  return [...new Map(all.map((option) => [option.name, option])).values()];
}
