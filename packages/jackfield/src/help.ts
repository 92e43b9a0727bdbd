import type { Command } from './commands/command.ts';
import { commonOptions, type OptionDefinition, optionDefinitions, type OptionName } from './options.ts';

const width = 34;

/** What `jackfield --help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  return [
    'Usage: jackfield <command> [options]',
    '',
    'Runs a host for identity connectors, and looks after it.',
    '',
    'Commands',
    ...commands.map((command) => `  ${usageOf(command).padEnd(width)}  ${command.summary}`),
    '',
    'Options of every command',
    ...optionLines(commonOptions),
    '',
    'Environment',
    '  DATABASE_URL      sqlite:<file> or postgres://… (default: SQLite in the data folder)',
    '  JACKFIELD_KEYS    key-encryption keys, newest first (default: a key file in the data folder)',
    '  JACKFIELD_DATA  JACKFIELD_KEY_FILE  JACKFIELD_APP  JACKFIELD_PRIVATE_HOSTS  JACKFIELD_CA  JACKFIELD_PROXY',
    '  PORT  HOST  PUBLIC_URL  TRUSTED_PROXIES  RETURN_ORIGINS  LOG_LEVEL  NO_COLOR',
    '',
    'Exit codes',
    '  0  done      1  failed      2  wrong use or configuration',
    '  3  done, and what it found is not as it should be: a failed diagnosis, a snapshot that is not sealed,',
    '     an audit log that was changed',
    '  130, 143  interrupted',
    '',
    'jackfield <command> --help says more about one command.',
  ].join('\n');
}

/** What `jackfield <command> --help` prints. */
export function commandHelp(command: Command): string {
  const { summary, options, notes = [] } = command;
  return [
    `Usage: jackfield ${usageOf(command)} [options]`,
    '',
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    ...(options.length > 0 ? ['', 'Options', ...optionLines(options)] : []),
    ...(notes.length > 0 ? ['', ...notes] : []),
    '',
    'Options of every command',
    ...optionLines(commonOptions),
  ].join('\n');
}

function usageOf({ name, operands }: Command): string {
  return [name, ...operands.map((one) => (one.isOptional ? `[${one.name}]` : `<${one.name}>`))].join(' ');
}

function optionLines(names: readonly OptionName[]): readonly string[] {
  return names.map((name) => {
    const { short, value, help }: OptionDefinition = optionDefinitions[name];
    const flags = [short === undefined ? '' : `-${short}, `, `--${name}`, value === undefined ? '' : ` ${value}`];
    return `  ${flags.join('').padEnd(width)}  ${help}`;
  });
}
