import { parseArgs } from 'node:util';
import type { EndpointFlag } from './connector-types.ts';
import { CreateConnectorError } from './refusal.ts';

/** What stands on the command line; nothing of it is checked yet. */
export interface CommandLine {
  readonly type?: string | undefined;
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly directory?: string | undefined;
  readonly endpoints: Readonly<Partial<Record<EndpointFlag, string>>>;
  readonly yes: boolean;
  readonly help: boolean;
}

const text = { type: 'string' } as const;
const endpointOptions = {
  issuer: text,
  'authorization-endpoint': text,
  'token-endpoint': text,
  'user-info-endpoint': text,
  'base-url': text,
} as const satisfies Record<EndpointFlag, typeof text>;

/** What `--help` prints. */
export const usage = `Writes a new Jackfield connector package whose tests pass from the start.

  pnpm create @jackfield/connector [options]
  pnpm new-connector [options]                in the Jackfield workspace

  --type <type>                    openid, oauth, email, sms or governance
  --name <name>                    of the connector, in kebab-case: acme-id
  --title <title>                  how people call the provider: "Acme ID"
  --issuer <url>                   openid
  --authorization-endpoint <url>   oauth
  --token-endpoint <url>           oauth
  --user-info-endpoint <url>       oauth
  --base-url <url>                 email, sms, governance: of the provider's API
  --directory <folder>             where the package's folder is made; default: here
  --yes                            asks nothing; addresses that are left out stay to be filled in
  --help                           prints this`;

/**
 * Reads the command line.
 *
 * @throws {@link CreateConnectorError} for what it does not know
 */
export function readArguments(args: readonly string[]): CommandLine {
  const { type, name, title, directory, yes, help, ...endpoints } = parse(args);
  return { type, name, title, directory, endpoints, yes, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: args.filter((argument) => argument !== '--'),
      options: {
        type: text,
        name: text,
        title: text,
        directory: text,
        ...endpointOptions,
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new CreateConnectorError(`${error instanceof Error ? error.message : 'Unknown options.'}\n\n${usage}`);
  }
}
