import { select, text } from '@clack/prompts';
import type { Readable, Writable } from 'node:stream';
import type { CommandLine } from './arguments.ts';
import {
  type ConnectorTypeName,
  connectorTypeNames,
  describeType,
  type EndpointFlag,
  parseType,
} from './connector-types.ts';
import type { CreateConnectorOptions } from './create-connector.ts';
import { endpointProblem } from './endpoint-url.ts';
import { nameProblem, titleOf, titleProblem } from './names.ts';

/** Where questions are asked. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/** The person has left, by Ctrl-C or Escape. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}

/**
 * Asks for whatever the command line does not say.
 *
 * @throws {@link Cancelled}
 */
export async function ask(given: CommandLine, terminal: Terminal): Promise<CreateConnectorOptions> {
  const type = await askForType(given.type, terminal);
  const name = given.name ?? (await askForText('Name, in kebab-case', 'acme-id', nameProblem, terminal));
  const title = given.title ?? (await askForTitle(name, terminal));
  const endpoints: Partial<Record<EndpointFlag, string>> = { ...given.endpoints };
  for (const endpoint of describeType(type).endpoints) {
    const { flag, label } = endpoint;
    endpoints[flag] ??= await askForText(label, 'https://…', (url) => endpointProblem(endpoint, url), terminal);
  }
  return { type, name, title, endpoints, directory: given.directory };
}

async function askForType(given: string | undefined, terminal: Terminal): Promise<ConnectorTypeName> {
  if (given !== undefined) return parseType(given);
  const options = connectorTypeNames.map((value) => {
    const { label, hint } = describeType(value);
    return { value, label, ...(hint !== '' && { hint }) };
  });
  return parseType(answered(await select<string>({ message: 'What does it connect to?', options, ...terminal })));
}

async function askForTitle(name: string, terminal: Terminal): Promise<string> {
  const initialValue = titleOf(name);
  return answered(
    await text({
      message: 'How people call the provider',
      initialValue,
      validate: asValidation(titleProblem),
      ...terminal,
    }),
  );
}

async function askForText(
  message: string,
  placeholder: string,
  problem: (value: string) => string | undefined,
  terminal: Terminal,
): Promise<string> {
  return answered(await text({ message, placeholder, validate: asValidation(problem), ...terminal }));
}

const asValidation =
  (problem: (value: string) => string | undefined) =>
  (value: string | undefined): string | undefined => {
    const found = problem(value ?? '');
    return found === undefined ? undefined : `It ${found}.`;
  };

/** A symbol stands for Ctrl-C and Escape. */
function answered<Answer extends string>(answer: Answer | symbol): Answer {
  if (typeof answer === 'symbol') throw new Cancelled('Nothing was written.');
  return answer;
}
