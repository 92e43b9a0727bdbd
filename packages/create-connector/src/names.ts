/** The spellings of a connector's name. */
export interface Names {
  /** `acme-id`: the id, the folder, and the end of the package's name. */
  readonly kebab: string;
  /** `AcmeId`: in the names of functions and types. */
  readonly pascal: string;
  /** `ACME_ID`: in the names of environment variables. */
  readonly constant: string;
  /** `Acme ID`: as people write it. */
  readonly title: string;
}

const kebabPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const titlePattern = /^[\p{L}\p{N}](?:[\p{L}\p{N} .&+-]{0,48}[\p{L}\p{N}.+])?$/u;
const maximumLength = 40;

/** Names whose functions or types would be those of the kits: `createRuntime`, `SocialConnector`. */
const takenNames = new Set([
  'config',
  'config-reader',
  'connector',
  'email',
  'governance',
  'o-auth-client',
  'o-auth-connector',
  'parsed',
  'runtime',
  'sms',
  'social',
]);

/** Ids that stand for another connector: hosts load neither of two packages with one id. */
const takenIds = new Set([
  'github',
  'google',
  'logto-governance',
  'oauth-standard',
  'oidc-standard',
  'smtp-email',
  'twilio-sms',
]);

/** Says what is wrong with a name; `undefined` when nothing is. */
export function nameProblem(name: string): string | undefined {
  if (!kebabPattern.test(name) || name.length > maximumLength) {
    return `must be of lowercase letters and digits, with single hyphens between words, at most ${maximumLength} characters: acme-id`;
  }
  if (takenNames.has(name)) return 'is taken by the kits, whose types are called so; add what the provider is called';
  if (takenIds.has(name)) return 'is the id of a connector that exists already; add what is different about yours';
  if (/^(?:create|jackfield)-/.test(name)) return 'must begin with the name of the provider: acme-id';
  return undefined;
}

/** Says what is wrong with a title; `undefined` when nothing is. */
export function titleProblem(title: string): string | undefined {
  return titlePattern.test(title)
    ? undefined
    : 'must be of letters, digits, spaces and . & + -, at most 50 characters: Acme ID';
}

/** `acme-id` → `Acme Id`: how the provider is called unless somebody says otherwise. */
export const titleOf = (kebab: string): string => kebab.split('-').map(capitalised).join(' ');

/** @param kebab without a {@link nameProblem} */
export function spellings(kebab: string, title: string): Names {
  const words = kebab.split('-');
  return { kebab, pascal: words.map(capitalised).join(''), constant: words.join('_').toUpperCase(), title };
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
