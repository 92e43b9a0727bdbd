import { type CommandWords, type CompletionWords, type OptionWords } from './words.ts';

/** A completion script for fish. */
export function fishCompletion(words: CompletionWords): string {
  return [
    '# fish completion of jackfield: jackfield completion fish > ~/.config/fish/completions/jackfield.fish',
    'complete -c jackfield -f',
    ...words.options.map((option) => `complete -c jackfield ${optionOf(option)}`),
    ...groupLines(words),
    ...words.commands.flatMap(commandLines),
    '',
  ].join('\n');
}

/** The first words of commands that have two. */
function groupLines({ commands }: CompletionWords): readonly string[] {
  const groups = new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0]] : [])));
  return [...groups].map((group) => `complete -c jackfield -n __fish_use_subcommand -a ${group}`);
}

function commandLines({ name, summary, options }: CommandWords): readonly string[] {
  const [first = '', second] = name.split(' ');
  const here =
    second === undefined
      ? '__fish_use_subcommand'
      : quoted(`__fish_seen_subcommand_from ${first}; and test (count (commandline -opc)) -eq 2`);
  const within =
    second === undefined
      ? quoted(`__fish_seen_subcommand_from ${first}`)
      : quoted(`__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`);
  return [
    `complete -c jackfield -n ${here} -a ${second ?? first} -d ${quoted(summary)}`,
    ...options.map((option) => `complete -c jackfield -n ${within} ${optionOf(option)}`),
  ];
}

function optionOf({ name, help, value }: OptionWords): string {
  return `-l ${name}${action(value)} -d ${quoted(help)}`;
}

function action(value: OptionWords['value']): string {
  if (value === undefined) return '';
  if (value === 'file') return ' -r -F';
  if (value === 'folder') return " -x -a '(__fish_complete_directories)'";
  return value === 'any' ? ' -x' : ` -x -a ${quoted(value.join(' '))}`;
}

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
