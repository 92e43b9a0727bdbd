import { relative } from 'node:path';
import { type CommandLine, readArguments, usage } from './arguments.ts';
import { ask, Cancelled, type Terminal } from './ask.ts';
import { parseType } from './connector-types.ts';
import { createConnector, type CreateConnectorOptions, type CreatedConnector } from './create-connector.ts';
import { CreateConnectorError } from './refusal.ts';

/** What the command gets from outside. */
export interface Environment {
  /** What stands behind the command. */
  readonly args: readonly string[];
  /** Absent: nobody can be asked. */
  readonly terminal?: Terminal | undefined;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The exit code of a program that Ctrl-C ended. */
const interrupted = 130;

/** Runs the command. Returns its exit code; nothing is thrown for what a person can mend. */
export async function run({ args, terminal, print, printError, signal }: Environment): Promise<number> {
  try {
    const commandLine = readArguments(args);
    if (commandLine.help) {
      print(usage);
      return 0;
    }
    const canAsk = terminal !== undefined && !commandLine.yes;
    const options = canAsk ? await ask(commandLine, terminal) : withoutAsking(commandLine);
    print(nextSteps(await createConnector({ ...options, signal })));
    return 0;
  } catch (error) {
    if (error instanceof Cancelled || signal.aborted) {
      printError('Nothing was written.');
      return interrupted;
    }
    if (!(error instanceof CreateConnectorError)) throw error;
    printError(error.message);
    return 1;
  }
}

function withoutAsking({ type, name, title, endpoints, directory }: CommandLine): CreateConnectorOptions {
  const missing = [...(type === undefined ? ['--type'] : []), ...(name === undefined ? ['--name'] : [])];
  if (type === undefined || name === undefined) {
    throw new CreateConnectorError(`${missing.join(' and ')} must be given where nobody can be asked. See --help.`);
  }
  return { type: parseType(type), name, title, endpoints, directory };
}

function nextSteps({ packageName, folder, files, workspace }: CreatedConnector): string {
  const place = relative('.', folder);
  const commands =
    workspace === undefined
      ? [`cd ${place}`, 'npm install', 'npm test']
      : ['npx pnpm@12 install', `npx pnpm@12 test --project ${packageName}`];
  return [
    `${packageName}: ${files.length} files in ${place}`,
    '',
    ...commands.map((command) => `  ${command}`),
    '',
    `What is left to do stands in ${place}/README.md, under "Before the first release".`,
  ].join('\n');
}
