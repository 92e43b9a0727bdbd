import type { ConfigGuard } from '../guard.ts';
import {
  additionalSchemas,
  childSchemas,
  configJsonSchema,
  expand,
  itemSchemas,
  type JsonSchema,
  propertiesOf,
} from './json-schema.ts';

/** Where a value lies in a configuration: its keys from the outside in; `'*'` stands for any index or any free key. */
export type SecretPath = readonly string[];

/** Far deeper than any configuration; what lies below is not looked at. */
const maximumDepth = 64;

/**
 * Where a configuration holds secrets: every path that is marked `.meta({ secret: true })`.
 *
 * @returns `[['auth', 'password'], ['keys', '*']]`. A recursive schema is followed once; {@link isSecretPath} has no such
 *   limit.
 */
export function secretPaths(guard: ConfigGuard): readonly SecretPath[] {
  const document = configJsonSchema(guard);
  const found = new Map<string, SecretPath>();
  collect(document, expand(document, document), [], new Set(), (path) => found.set(JSON.stringify(path), path));
  return [...found.values()];
}

/**
 * Whether the value at `path` must be hidden. What lies inside a secret is secret, and so is a key that the schema does
 * not know: it may be a misspelt secret.
 *
 * @param source the guard, or its JSON Schema
 * @param path keys and indices from the outside in
 */
export function isSecretPath(source: ConfigGuard | JsonSchema, path: readonly (string | number)[]): boolean {
  const document = isGuard(source) ? configJsonSchema(source) : source;
  let schemas = expand(document, document);
  for (const segment of path) {
    if (isMarked(schemas)) return true;
    schemas = childSchemas(document, schemas, String(segment));
    if (schemas.length === 0) return true;
  }
  return isMarked(schemas);
}

/**
 * The texts in `config` that must never be shown, for redaction: those at secret paths and those under keys that the
 * schema does not know. `config` need not be valid.
 */
export function secretValues(guard: ConfigGuard, config: unknown): readonly string[] {
  const document = configJsonSchema(guard);
  const found = new Set<string>();
  collectValues(document, expand(document, document), config, 0, (text) => found.add(text));
  return [...found];
}

function isGuard(source: ConfigGuard | JsonSchema): source is ConfigGuard {
  return typeof source.toJSONSchema === 'function';
}

function isMarked(schemas: readonly JsonSchema[]): boolean {
  return schemas.some((schema) => schema.secret === true);
}

function collect(
  document: JsonSchema,
  schemas: readonly JsonSchema[],
  path: SecretPath,
  above: ReadonlySet<JsonSchema>,
  report: (path: SecretPath) => void,
): void {
  if (isMarked(schemas)) return report(path);
  const fresh = schemas.filter((schema) => !above.has(schema));
  const seen = new Set([...above, ...fresh]);
  for (const schema of fresh) {
    const children = [
      ...propertiesOf(schema),
      ...[...itemSchemas(schema), ...additionalSchemas(schema)].map((child) => ['*', child] as const),
    ];
    for (const [key, child] of children) collect(document, expand(document, child), [...path, key], seen, report);
  }
}

function collectValues(
  document: JsonSchema,
  schemas: readonly JsonSchema[],
  value: unknown,
  depth: number,
  report: (text: string) => void,
): void {
  if (schemas.length === 0 || isMarked(schemas)) return collectTexts(value, depth, report);
  for (const [key, item] of entriesOf(value, depth)) {
    collectValues(document, childSchemas(document, schemas, key), item, depth + 1, report);
  }
}

function collectTexts(value: unknown, depth: number, report: (text: string) => void): void {
  if (typeof value === 'string' && value !== '') report(value);
  for (const [, item] of entriesOf(value, depth)) collectTexts(item, depth + 1, report);
}

function entriesOf(value: unknown, depth: number): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && depth < maximumDepth ? Object.entries(value) : [];
}
