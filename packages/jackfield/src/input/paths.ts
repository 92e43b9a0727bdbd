import { UsageError } from '../usage-error.ts';
import { isObject, type JsonObject } from './read-config.ts';

/** Names of fields, each inside of the one before: `auth.password`. */
export type FieldPath = readonly string[];

/** @throws UsageError */
export function parsePath(text: string, option: string): FieldPath {
  const path = text.split('.');
  if (path.every((key) => /^[A-Za-z][\w-]*$/.test(key) && !(key in Object.prototype))) return path;
  throw new UsageError(`--${option} begins with the name of a field, such as clientId or auth.password.`);
}

/** Divides `field=value`. @throws UsageError */
export function splitField(text: string, option: string): { path: FieldPath; value: string } {
  const end = text.indexOf('=');
  if (end < 1)
    throw new UsageError(`--${option} has the form field=…, such as --${option} ${examples[option] ?? 'a=b'}.`);
  return { path: parsePath(text.slice(0, end), option), value: text.slice(end + 1) };
}

const examples: Readonly<Record<string, string>> = {
  set: 'clientId=abc',
  secret: 'clientSecret=env:CLIENT_SECRET',
};

/** A copy in which the field has this value; `undefined` removes it. */
export function withField(object: JsonObject, [key = '', ...rest]: FieldPath, value: unknown): JsonObject {
  if (rest.length > 0) {
    const inner = object[key];
    return { ...object, [key]: withField(isObject(inner) ? inner : {}, rest, value) };
  }
  const { [key]: _, ...others } = object;
  return value === undefined ? others : { ...object, [key]: value };
}
