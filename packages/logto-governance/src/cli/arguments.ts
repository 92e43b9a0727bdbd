import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

const options = {
  config: { type: 'string' },
  database: { type: 'string' },
  snapshot: { type: 'string' },
  json: { type: 'boolean', default: false },
  keep: { type: 'string', default: '10' },
  log: { type: 'string' },
  format: { type: 'string', default: 'jsonl' },
  unsealed: { type: 'boolean', default: false },
  'all-fields': { type: 'boolean', default: false },
  'private-host': { type: 'string', multiple: true },
  ca: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;

/** What was asked on the command line. */
export interface Arguments {
  readonly command: string | undefined;
  readonly operands: readonly string[];
  readonly options: Options;
}

export type Options = ReturnType<typeof parse>['values'];

/** @throws UsageError; what was typed is not repeated, since it may hold a secret */
export function parseArguments(args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parse(args);
    const [command, ...operands] = positionals;
    return { command, operands, options: values };
  } catch {
    throw new UsageError(
      'There is an option that is not known, or one without its value. Secrets are never options: set LOGTO_CLIENT_SECRET, or use --config. See --help.',
    );
  }
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}

/** @throws UsageError */
export function wholeNumber(text: string, what: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError(`${what} must be a whole number of at least 1.`);
}

export const help = `Usage: jackfield-logto <command> [options]

Reads who has access to what in a Logto tenant, into snapshots that can be searched, compared and exported.

Commands
  diagnose                 examine configuration, network, credentials and rights
  sync                     take a snapshot, or go on with the one that was interrupted
  snapshots                list the snapshots
  stats                    count what a snapshot holds
  resources [type]         list users, organizations and roles (user, organization, organization-role)
  entitlements             list what can be held
  grants                   list who holds what
  access <user>            what a user holds; by id, user name or e-mail address
  principals <entitlement> who holds an entitlement
  diff [from] [to]         what changed between two snapshots; default: the last two sealed ones
  export <folder>          write resources, entitlements and grants into files

Options
  --config <file>          JSON file with the configuration
  --database <file>        where snapshots are kept (default: logto-governance.db)
  --snapshot <number>      use this snapshot (default: the last sealed one)
  --json                   one JSON object per line instead of a table
  --format jsonl|csv       of export (default: jsonl)
  --keep <number>          snapshots kept by sync (default: 10)
  --log <file>             log of sync (default: <database>.log)
  --unsealed               let diff compare snapshots that are not sealed
  --all-fields             let diff show the times of sign-ins and updates too
  --private-host <host>    allow a host that is not public, such as localhost:3001; repeatable
  --ca <file>              trust the certificate authorities in this PEM file too
  --quiet                  show no progress
  -h, --help               show this
  -v, --version            show the version

Environment (stronger than the file)
  LOGTO_BASE_URL  LOGTO_CLIENT_ID  LOGTO_CLIENT_SECRET  LOGTO_TOKEN_URL  LOGTO_RESOURCE  LOGTO_OWNER
  LOGTO_DATABASE  LOGTO_PROXY

Exit codes
  0  done; after sync: the snapshot is sealed      1  failed; sync goes on with it the next time
  2  wrong use or configuration                    3  the snapshot is not sealed
  130, 143  interrupted; sync goes on with it the next time
`;
