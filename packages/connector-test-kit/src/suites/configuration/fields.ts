import type { ConfigGuard } from '@jackfield/connector-kit';
import { configJsonSchema, type JsonSchema } from '@jackfield/connector-kit/schema';

/** A field that a guard declares. */
export interface Field {
  /** `auth.password`; items of an array and free keys of a record are `*`. */
  readonly path: string;
  readonly schema: JsonSchema;
}

/** Every field that a guard declares, in every branch of its unions. */
export function fieldsOf(guard: ConfigGuard): readonly Field[] {
  const document = configJsonSchema(guard);
  return objectsOf(document).flatMap(({ path, schema }) =>
    entriesOf(schema.properties).map(([key, property]) => ({ path: join(path, key), schema: property })),
  );
}

/** Every object that a guard declares, itself included. */
export function objectsOf(document: JsonSchema): readonly Field[] {
  const found: Field[] = [];
  const seen = new Set<JsonSchema>();
  const visit = (schema: JsonSchema, path: string): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    if (isSchema(schema.properties)) found.push({ path, schema });
    for (const [key, property] of entriesOf(schema.properties)) visit(property, join(path, key));
    for (const keyword of ['anyOf', 'oneOf', 'allOf'])
      for (const branch of schemasIn(schema[keyword])) visit(branch, path);
    for (const keyword of ['items', 'prefixItems', 'additionalProperties']) {
      for (const item of schemasIn(schema[keyword])) visit(item, join(path, '*'));
    }
    const target = referenced(document, schema.$ref);
    if (target !== undefined) visit(target, path);
  };
  visit(document, '');
  return found;
}

function referenced(document: JsonSchema, reference: unknown): JsonSchema | undefined {
  const name = typeof reference === 'string' ? /^#\/definitions\/(.+)$/.exec(reference)?.[1] : undefined;
  return entriesOf(document.definitions).find(([key]) => key === name)?.[1];
}

function schemasIn(value: unknown): readonly JsonSchema[] {
  return [value].flat().filter(isSchema);
}

function entriesOf(value: unknown): readonly [string, JsonSchema][] {
  if (!isSchema(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
