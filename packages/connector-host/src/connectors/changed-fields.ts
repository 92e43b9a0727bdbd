import { isDeepStrictEqual } from 'node:util';
import type { ConfigGuard } from '@jackfield/connector-kit';
import { configJsonSchema, isSecretPath, secretPaths } from '@jackfield/connector-kit/schema';
import { isObject, type JsonObject, ownValue } from './plain-data.ts';

/** No schema declares it. */
const undeclaredKey = '\0';

/**
 * Where two configurations differ, for people to read: `['auth.password', 'headers']`. Only names that the schema
 * declares: what changed under free keys, or in a list, is told by the field that holds them, and a key that is not
 * known by `*`.
 *
 * @param before `undefined`: everything is new
 */
export function changedFields(guard: ConfigGuard, before: unknown, after: JsonObject): readonly string[] {
  const schema = configJsonSchema(guard);
  const marked = new Set(secretPaths(guard).map((path) => path.join('.')));
  const isDeclared = (path: readonly string[]): boolean => !isSecretPath(schema, path) || marked.has(path.join('.'));
  /** Whether every key of the object at `path` is one of the schema's. */
  const isClosed = (path: readonly string[]): boolean =>
    isSecretPath(schema, [...path, undeclaredKey]) && !marked.has([...path, '*'].join('.'));

  const compare = (one: unknown, other: unknown, path: readonly string[]): readonly string[] => {
    if (isDeepStrictEqual(one, other)) return [];
    if (!isDeclared(path)) return ['*'];
    const [left, right] = [one ?? {}, other ?? {}];
    const isLeaf = marked.has(path.join('.')) || !isObject(left) || !isObject(right) || !isClosed(path);
    if (isLeaf) return [path.join('.') || '*'];
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].flatMap((key) => compare(ownValue(left, key), ownValue(right, key), [...path, key]));
  };
  return [...new Set(compare(before, after, []))];
}
