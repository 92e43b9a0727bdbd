import type { ConfigGuard } from '@jackfield/connector-kit';
import { configJsonSchema, isSecretPath, type JsonSchema } from '@jackfield/connector-kit/schema';
import { UsageError } from '../usage-error.ts';
import type { FieldPath } from './paths.ts';

/**
 * The value of a field that was written as text: a number, `true` or a list where the guard wants one.
 *
 * @throws UsageError when the field is a secret, which does not belong on a command line
 */
export function fieldValue(guard: ConfigGuard, path: FieldPath, text: string): unknown {
  const types = typesAt(configJsonSchema(guard), path);
  if (types.size > 0 && isSecretPath(guard, path)) {
    const field = path.join('.');
    throw new UsageError(
      `${field} is a secret, and everybody on this machine can read arguments. Use --secret ${field}=env:NAME, file:PATH or prompt.`,
    );
  }
  if (types.has('array') && !text.startsWith('[')) return text.split(',').map((item) => item.trim());
  if (types.has('string') || types.size === 0) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The JSON types that a field may have, in whichever branch of a union. */
function typesAt(document: JsonSchema, path: FieldPath): ReadonlySet<string> {
  const found = path.reduce(
    (schemas, key) => schemas.flatMap((schema) => childrenOf(document, schema, key)),
    [document],
  );
  return new Set(found.flatMap((schema) => expand(document, schema)).flatMap(typesOf));
}

function childrenOf(document: JsonSchema, schema: JsonSchema, key: string): readonly JsonSchema[] {
  return expand(document, schema).flatMap(({ properties }) => {
    const child = isSchema(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
    return isSchema(child) ? [child] : [];
  });
}

/** A schema, what it refers to, and the branches of its unions. */
function expand(document: JsonSchema, schema: JsonSchema): readonly JsonSchema[] {
  const found = new Set([schema]);
  for (const one of found) {
    const branches = [one.anyOf, one.oneOf, one.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
    for (const branch of [...branches, referred(document, one.$ref)]) if (isSchema(branch)) found.add(branch);
  }
  return [...found];
}

function referred(document: JsonSchema, reference: unknown): unknown {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (isSchema(value) ? value[key] : undefined), document);
}

function typesOf(schema: JsonSchema): readonly string[] {
  const { type, const: constant } = schema;
  if (type === undefined) return constant === undefined ? [] : [typeof constant];
  return [type].flat().filter((one) => typeof one === 'string');
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
