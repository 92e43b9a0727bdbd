import { isSecretPath, type JsonSchema } from '@jackfield/connector-kit/schema';
import { secretPlaceholder } from './connectors.ts';
import { isObject, type JsonObject, mapValues } from './plain-data.ts';

/** Keys and indices from the outside in. */
export type Path = readonly (string | number)[];

/** Far deeper than any configuration; what lies below counts as secret. */
const maximumDepth = 32;

/** A configuration that may be shown. */
export interface MaskedConfig {
  readonly config: Readonly<Record<string, unknown>>;
  /** `auth.password` */
  readonly secretsSet: readonly string[];
}

/**
 * Puts {@link secretPlaceholder} in the place of every secret, and of everything that the schema does not know: it may
 * be a misspelt secret. A secret that is empty is shown as such.
 *
 * @param config need not be valid
 */
export function maskSecrets(schema: JsonSchema, config: JsonObject): MaskedConfig {
  const secretsSet: string[] = [];
  const masked = mapValues(config, (value, key) =>
    maskAt(schema, value, [key], (path) => secretsSet.push(path.join('.'))),
  );
  return { config: masked, secretsSet };
}

/** As {@link maskSecrets}, for the part of a configuration that lies at `path`. */
export function maskAt(schema: JsonSchema, value: unknown, path: Path, report?: (path: Path) => void): unknown {
  if (isSecretPath(schema, path) || path.length > maximumDepth) {
    if (isUnset(value)) return value;
    report?.(path);
    return secretPlaceholder;
  }
  if (Array.isArray(value)) return value.map((item, index) => maskAt(schema, item, [...path, index], report));
  return isObject(value) ? mapValues(value, (item, key) => maskAt(schema, item, [...path, key], report)) : value;
}

/** Whether nothing is stored here that a placeholder could stand for. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
