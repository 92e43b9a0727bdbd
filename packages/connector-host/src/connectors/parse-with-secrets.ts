import { isDeepStrictEqual } from 'node:util';
import { type ConfigGuard, type ConfigIssue, ConnectorError, parseConfig } from '@jackfield/connector-kit';
import { configJsonSchema, isSecretPath, type JsonSchema } from '@jackfield/connector-kit/schema';
import { choiceKeys } from './choice-keys.ts';
import { configAddresses } from './config-addresses.ts';
import { secretPlaceholder } from './connectors.ts';
import { isUnset, maskAt, type Path } from './mask-secrets.ts';
import { isObject, type JsonObject, mapValues, ownValue, toPlainData } from './plain-data.ts';

/**
 * Checks a configuration that may hold {@link secretPlaceholder}, each standing for the secret that is stored at the
 * same place.
 *
 * A stored secret stays where it was entered for. Its placeholder is refused when a choice between kinds around it has
 * changed, when the element of a list that it belongs to is not there as it was, and when the configuration names
 * another address than before: otherwise somebody who may only write could have it sent to a server of their own.
 *
 * @param stored the configuration whose secrets are meant; `undefined` when there is none that can be read
 * @returns what `guard` made of it
 * @throws `invalid_config` naming every wrong field, never a value
 */
export function parseWithSecrets(guard: ConfigGuard, given: unknown, stored: unknown): JsonObject {
  const schema = configJsonSchema(guard);
  const issues: ConfigIssue[] = [];
  const used: Path[] = [];
  const restored = restore({ schema, choices: choiceKeys(schema), issues, used }, toPlainData(given), stored, []);
  if (issues.length > 0) throw refused(issues);
  const config = toPlainData(parseConfig(guard, restored));
  if (!isObject(config)) {
    throw new ConnectorError('invalid_metadata', { hint: 'The configuration guard must describe an object.' });
  }
  if (used.length > 0 && !isDeepStrictEqual(configAddresses(schema, config), configAddresses(schema, stored))) {
    throw refused(used.map((path) => issueAt(path, 'was entered for another address', 'enter it again')));
  }
  return config;
}

interface Restoration {
  readonly schema: JsonSchema;
  readonly choices: ReadonlySet<string>;
  readonly issues: ConfigIssue[];
  /** Where a stored secret was put. */
  readonly used: Path[];
}

function restore(work: Restoration, value: unknown, before: unknown, path: Path): unknown {
  if (value === secretPlaceholder) return restoreOne(work, before, path);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => {
      const itemPath = [...path, index];
      return restore(work, item, counterpart(work.schema, value, before, itemPath), itemPath);
    });
  }
  if (!isObject(value)) return value;
  const isSameKind =
    isObject(before) && [...work.choices].every((key) => ownValue(before, key) === ownValue(value, key));
  return mapValues(value, (item, key) =>
    restore(work, item, isSameKind ? ownValue(before, key) : undefined, [...path, key]),
  );
}

function restoreOne({ schema, issues, used }: Restoration, before: unknown, path: Path): unknown {
  if (!isSecretPath(schema, path)) {
    issues.push(issueAt(path, 'holds the placeholder of a secret, and is none', 'enter a value'));
  } else if (isUnset(before)) {
    issues.push(issueAt(path, 'stands for a stored secret, and none is stored for this place', 'enter the secret'));
  } else {
    used.push(path);
  }
  return before;
}

/**
 * The stored element of a list that one element was: the only one that looks the same but for its secrets, or among
 * several the one at the same index, when nothing was added or removed.
 */
function counterpart(schema: JsonSchema, list: readonly unknown[], before: unknown, path: Path): unknown {
  const index = Number(path.at(-1));
  if (!Array.isArray(before)) return undefined;
  const stored: readonly unknown[] = before;
  const look = maskAt(schema, list[index], path);
  const alike = stored.filter((item) => isDeepStrictEqual(maskAt(schema, item, path), look));
  if (alike.length === 1 && isObject(list[index])) return alike[0];
  return stored.length === list.length && alike.includes(stored[index]) ? stored[index] : undefined;
}

function issueAt(path: Path, problem: string, fix: string): ConfigIssue {
  const name = path
    .map((segment) => (/^\w{1,64}$/.test(String(segment)) ? String(segment) : '(another key)'))
    .join('.');
  return { path: name, problem, fix };
}

function refused(issues: readonly ConfigIssue[]): ConnectorError {
  const list = issues.map(({ path, problem, fix }) => `- ${path || 'the configuration'}: ${problem}; ${fix}`);
  return new ConnectorError('invalid_config', {
    issues,
    hint: `${issues.length === 1 ? 'One field is wrong.' : `${issues.length} fields are wrong.`}\n${list.join('\n')}`,
  });
}
