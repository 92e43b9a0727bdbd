/** One option of the command line. */
export interface OptionDefinition {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands behind it in the help, such as `<folder>`. */
  readonly value?: string;
  readonly help: string;
  /** What completion offers: fixed words, files, or folders. */
  readonly completes?: readonly string[] | 'file' | 'folder';
}

/** Every option, of whichever command. None of them takes a secret: arguments can be read by everybody on the machine. */
export const optionDefinitions = {
  help: { type: 'boolean', short: 'h', help: 'show what a command does' },
  version: { type: 'boolean', short: 'v', help: 'show the version' },
  json: { type: 'boolean', help: 'print JSON, one object a line; errors too' },
  quiet: { type: 'boolean', short: 'q', help: 'show no progress' },
  yes: { type: 'boolean', short: 'y', help: 'do it without asking' },

  data: { type: 'string', value: '<folder>', completes: 'folder', help: 'data folder (JACKFIELD_DATA, ./.jackfield)' },
  database: { type: 'string', value: '<url>', help: 'database, when its URL has no password (else DATABASE_URL)' },
  'key-file': { type: 'string', value: '<file>', completes: 'file', help: 'key file (JACKFIELD_KEY_FILE)' },
  app: {
    type: 'string',
    value: '<folder>',
    completes: 'folder',
    help: 'folder whose package.json names the connectors (JACKFIELD_APP, .)',
  },
  'private-host': {
    type: 'string',
    multiple: true,
    value: '<host>',
    help: 'let connectors reach a host that is not public; repeatable (JACKFIELD_PRIVATE_HOSTS)',
  },
  ca: {
    type: 'string',
    value: '<file>',
    completes: 'file',
    help: 'trust the authorities in a PEM file too (JACKFIELD_CA)',
  },

  secrets: {
    type: 'string',
    value: '<folder>',
    completes: 'folder',
    help: 'folder with secrets that an import may read (JACKFIELD_SECRETS)',
  },

  port: { type: 'string', value: '<number>', help: 'listen there (PORT, 3000); 0: any free one' },
  host: { type: 'string', value: '<address>', help: 'listen on this address (HOST, 127.0.0.1)' },
  'public-url': { type: 'string', value: '<url>', help: 'where browsers reach the host (PUBLIC_URL)' },
  'trusted-proxy': {
    type: 'string',
    multiple: true,
    value: '<range>',
    help: 'believe the X-Forwarded-For of these; repeatable (TRUSTED_PROXIES)',
  },
  'return-origin': {
    type: 'string',
    multiple: true,
    value: '<origin>',
    help: 'people may be sent back there; repeatable (RETURN_ORIGINS)',
  },
  drain: {
    type: 'string',
    value: '<seconds>',
    help: 'after SIGTERM, still take requests for so long, while /readyz says no (DRAIN_SECONDS, 0)',
  },
  'log-level': {
    type: 'string',
    value: '<level>',
    completes: ['debug', 'info', 'warn', 'error'],
    help: 'least grave lines to log (LOG_LEVEL, info)',
  },

  config: {
    type: 'string',
    value: '<file>',
    completes: 'file',
    help: 'configuration as JSON; - reads the standard input',
  },
  set: { type: 'string', multiple: true, value: '<field=value>', help: 'set a field that is no secret; repeatable' },
  unset: { type: 'string', multiple: true, value: '<field>', help: 'remove a field; repeatable' },
  secret: {
    type: 'string',
    multiple: true,
    value: '<field=source>',
    help: 'set a secret from env:NAME, file:PATH or prompt; repeatable',
  },
  id: { type: 'string', value: '<id>', help: 'id of the new connector; default: random' },
  target: { type: 'string', value: '<target>', help: 'identity provider of a standard connector' },
  name: { type: 'string', multiple: true, value: '<text>', help: 'name' },
  logo: { type: 'string', value: '<url>', help: 'logo of a standard connector, fetched once' },
  'logo-dark': { type: 'string', value: '<url>', help: 'its logo on dark ground' },
  'sync-profile': {
    type: 'string',
    value: '<when>',
    completes: ['each-sign-in', 'sign-up'],
    help: 'take name and picture at each sign-in, or at sign-up only',
  },
  'token-storage': {
    type: 'string',
    value: '<on|off>',
    completes: ['on', 'off'],
    help: "keep the provider's tokens, encrypted",
  },
  'if-version': { type: 'string', value: '<number>', help: 'only if nobody has changed it since this version' },
  'allow-issuer': {
    type: 'string',
    value: '<issuer>',
    help: 'let this other issuer stand behind a target with people',
  },

  to: { type: 'string', value: '<address>', help: 'e-mail address or phone number' },
  type: { type: 'string', value: '<type>', help: 'which template to send; default: Generic' },
  locale: { type: 'string', value: '<tag>', help: 'language of the message, such as fr-CA' },

  snapshot: { type: 'string', value: '<number>', help: 'this snapshot; default: the last sealed one' },
  file: { type: 'string', value: '<file>', completes: 'file', help: 'write there instead of the standard output' },
  'dry-run': { type: 'boolean', help: 'say what would change, and change nothing' },
  'remove-others': { type: 'boolean', help: 'remove connectors that are not in the file' },
  scope: { type: 'string', value: '<scope>', completes: ['read', 'write'], help: 'what it may do; default: read' },
  'expires-in': { type: 'string', value: '<days>', help: 'days until it ends; default: never' },
  limit: { type: 'string', value: '<number>', help: 'how many, the newest; default: 50' },
} as const satisfies Record<string, OptionDefinition>;

export type OptionName = keyof typeof optionDefinitions;

/** What every command takes. */
export const commonOptions = [
  'help',
  'version',
  'json',
  'data',
  'database',
  'key-file',
  'app',
  'private-host',
  'ca',
] as const satisfies readonly OptionName[];
