import { ConnectorError } from '../connector-error.ts';
import type { ConfigGuard } from '../guard.ts';

/** A JSON Schema of draft 7, as guards describe themselves. Keywords are unknown until they are looked at. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

const known = new WeakMap<ConfigGuard, JsonSchema>();

/**
 * The JSON Schema of what a configuration may look like before defaults are applied.
 *
 * @throws `invalid_metadata` when the guard holds something that JSON Schema cannot say
 */
export function configJsonSchema(guard: ConfigGuard): JsonSchema {
  const cached = known.get(guard);
  if (cached !== undefined) return cached;
  const schema = describe(guard);
  known.set(guard, schema);
  return schema;
}

function describe(guard: ConfigGuard): JsonSchema {
  let schema: unknown;
  try {
    schema = guard.toJSONSchema({ io: 'input', target: 'draft-07' });
  } catch (error) {
    throw new ConnectorError('invalid_metadata', {
      hint: 'The configuration guard cannot be said in JSON Schema. Take out transforms, dates, functions and custom types.',
      cause: error,
    });
  }
  if (isJsonSchema(schema)) return schema;
  throw new ConnectorError('invalid_metadata', { hint: 'The configuration guard gave no JSON Schema.' });
}

/** Whether `value` is a schema in the form of an object. The boolean schemas say nothing that is used here. */
export function isJsonSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A schema together with everything that it refers to or combines: the targets of `$ref` and the branches of `anyOf`,
 * `oneOf` and `allOf`. A mark on any of them is a mark on the value.
 *
 * @param document the whole schema, in which `$ref` is looked up
 */
export function expand(document: JsonSchema, schema: JsonSchema): readonly JsonSchema[] {
  const found = new Set<JsonSchema>([schema]);
  for (const current of found) {
    const target = resolveReference(document, current.$ref);
    if (target !== undefined) found.add(target);
    for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
      for (const branch of schemaList(current[keyword])) found.add(branch);
    }
  }
  return [...found];
}

/**
 * The schemas of what lies under one key or index.
 *
 * @param segment a key, an index, or `'*'` for any item or any undeclared key
 * @returns none when nothing is said about it: also where any key is allowed with any value
 */
export function childSchemas(
  document: JsonSchema,
  schemas: readonly JsonSchema[],
  segment: string,
): readonly JsonSchema[] {
  const children = schemas.flatMap((schema) => directChildren(schema, segment));
  return [...new Set(children.flatMap((child) => expand(document, child)))];
}

/** The declared properties of an object schema, by key. */
export function propertiesOf(schema: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  if (!isJsonSchema(schema.properties)) return [];
  return Object.entries(schema.properties).filter((entry): entry is [string, JsonSchema] => isJsonSchema(entry[1]));
}

/** The keys that an object must have. */
export function requiredKeys(schema: JsonSchema): readonly string[] {
  return stringList(schema.required);
}

/** The schemas of an array's items; of a tuple's in their order. */
export function itemSchemas(schema: JsonSchema): readonly JsonSchema[] {
  const items = isJsonSchema(schema.items) ? [schema.items] : schemaList(schema.items);
  return isConstraining(schema.additionalItems) ? [...items, schema.additionalItems] : items;
}

/** The schemas of values under undeclared keys, where the guard says what they are. */
export function additionalSchemas(schema: JsonSchema): readonly JsonSchema[] {
  const patterns = isJsonSchema(schema.patternProperties) ? Object.values(schema.patternProperties) : [];
  return [...patterns, schema.additionalProperties].filter(isConstraining);
}

/** The strings in `value`, when it is a list. */
function stringList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function schemaList(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isJsonSchema) : [];
}

function isConstraining(value: unknown): value is JsonSchema {
  return isJsonSchema(value) && Object.keys(value).length > 0;
}

function directChildren(schema: JsonSchema, segment: string): readonly JsonSchema[] {
  if (isJsonSchema(schema.properties) && Object.hasOwn(schema.properties, segment)) {
    const property = schema.properties[segment];
    return isJsonSchema(property) ? [property] : [];
  }
  const index = /^(?:\*|\d+)$/.test(segment) ? itemSchemas(schema) : [];
  return [...index, ...additionalSchemas(schema)];
}

/** Looks up a JSON Pointer within the document (RFC 6901). */
function resolveReference(document: JsonSchema, reference: unknown): JsonSchema | undefined {
  if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) return undefined;
  let target: unknown = document;
  for (const token of reference.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isJsonSchema(target) || !Object.hasOwn(target, key)) return undefined;
    target = target[key];
  }
  return isJsonSchema(target) ? target : undefined;
}
