import { expand, isJsonSchema, itemSchemas, type JsonSchema, propertiesOf } from './json-schema.ts';
import { codeSpan } from './markdown.ts';

/**
 * Says in Markdown what a value may be: `string`, `list of string`, `` `a` or `b` ``, `object, by` its discriminator.
 *
 * @param schemas the value's schema, expanded
 */
export function typeName(document: JsonSchema, schemas: readonly JsonSchema[]): string {
  const objects = schemas.filter((schema) => propertiesOf(schema).length > 0);
  const discriminator = objects.length > 1 ? discriminatorOf(document, objects) : undefined;
  const names = schemas.flatMap((schema) => namesOf(document, schema, discriminator));
  return names.length > 0 ? [...new Set(names)].join(' or ') : 'any';
}

/** The property that tells the branches of a union apart: a constant, or one of several, in each of them. */
export function discriminatorOf(document: JsonSchema, branches: readonly JsonSchema[]): string | undefined {
  const [first, ...others] = branches.map((branch) =>
    propertiesOf(branch)
      .filter(([, property]) => expand(document, property).some((schema) => constantsOf(schema).length > 0))
      .map(([key]) => key),
  );
  return first?.find((key) => others.every((keys) => keys.includes(key)));
}

/** The values that a `const` or `enum` allows. */
export function constantsOf(schema: JsonSchema): readonly unknown[] {
  if (Array.isArray(schema.enum)) return schema.enum;
  return Object.hasOwn(schema, 'const') ? [schema.const] : [];
}

function namesOf(document: JsonSchema, schema: JsonSchema, discriminator: string | undefined): readonly string[] {
  const constants = constantsOf(schema);
  if (constants.length > 0) return constants.map((value) => codeSpan(JSON.stringify(value)));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.flatMap((type: unknown) => {
    if (type === 'array') return [listName(document, schema)];
    if (type === 'object' && discriminator !== undefined) return [`object, by ${codeSpan(discriminator)}`];
    return typeof type === 'string' ? [withFormat(type, schema.format)] : [];
  });
}

function listName(document: JsonSchema, schema: JsonSchema): string {
  const names = typeName(
    document,
    itemSchemas(schema).flatMap((item) => (isJsonSchema(item) ? expand(document, item) : [])),
  );
  return names === 'any' ? 'list' : `list of ${names}`;
}

function withFormat(type: string, format: unknown): string {
  const plain: Record<string, string> = { uri: 'URL', email: 'e-mail address', 'date-time': 'date and time' };
  return typeof format === 'string' && type === 'string' ? (plain[format] ?? type) : type;
}
