import { type ConfigIssue, ConnectorError, parseConfig } from '@jackfield/connector-kit';
import { configGuard, type ParsedConfig } from './config.ts';

/** A checked configuration. */
export type TwilioSettings = ParsedConfig;

/** What stands for every country in `allowedCountries`. */
export const everyCountry = '*';

/** Codes that are assigned to something else than a country. */
const groupings = new Set(['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO']);

/**
 * Checks a configuration: by the guard, and then what JSON Schema cannot say.
 *
 * @throws `invalid_config` naming every wrong field, never a value
 */
export function parseSettings(config: unknown): TwilioSettings {
  const settings = parseConfig(configGuard, config);
  const issues = countryIssues(settings.allowedCountries);
  if (issues.length === 0) return settings;
  const list = issues.map(({ path, problem, fix }) => `- ${path}: ${problem}; ${fix}`);
  const count = issues.length === 1 ? 'One field is wrong.' : `${issues.length} fields are wrong.`;
  throw new ConnectorError('invalid_config', { issues, hint: [count, ...list].join('\n') });
}

/** Every secret in the settings, in the forms in which Twilio may echo it. */
export function secretsOf({ credentials, statusCallback }: TwilioSettings): string[] {
  const { username, password } = loginOf(credentials);
  return [
    password,
    `${username}:${password}`,
    ...(statusCallback?.authToken === undefined ? [] : [statusCallback.authToken]),
  ];
}

/** User name and password of the API's Basic authentication. */
export function loginOf(credentials: TwilioSettings['credentials']): { username: string; password: string } {
  return credentials.kind === 'api-key'
    ? { username: credentials.apiKeySid, password: credentials.apiKeySecret }
    : { username: credentials.accountSid, password: credentials.authToken };
}

/** The account's auth token, which signs callbacks; `undefined` when the configuration does not have it. */
export function signingToken({ credentials, statusCallback }: TwilioSettings): string | undefined {
  return statusCallback?.authToken ?? (credentials.kind === 'auth-token' ? credentials.authToken : undefined);
}

function countryIssues(allowed: readonly string[]): ConfigIssue[] {
  if (allowed.includes(everyCountry)) {
    const fix = 'write * alone, or the countries without it';
    return allowed.length === 1 ? [] : [{ path: 'allowedCountries', problem: 'holds * besides countries', fix }];
  }
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return allowed.flatMap((country, index) => {
    if (isCountry(country, names)) return [];
    const fix = 'use two capital letters as in ISO 3166-1, such as US, GB (not UK) or DE';
    return [{ path: `allowedCountries[${index}]`, problem: 'is not the code of a country', fix }];
  });
}

/** Codes that were renamed or withdrawn are spelt otherwise in canonical form: `UK` as `GB`. */
function isCountry(code: string, names: Intl.DisplayNames): boolean {
  const isCurrent = Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
  return isCurrent && names.of(code) !== undefined && !groupings.has(code);
}
