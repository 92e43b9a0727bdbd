import { ConnectorError } from '../connector-error.ts';
import type { ConfigGuard } from '../guard.ts';
import { parseConfig } from '../parse-config.ts';
import {
  configJsonSchema,
  expand,
  isJsonSchema,
  itemSchemas,
  type JsonSchema,
  propertiesOf,
  requiredKeys,
} from './json-schema.ts';

/**
 * Checks that a `config-template.json` is a valid configuration.
 *
 * @throws `invalid_config` naming every field of the template that does not fit
 */
export function checkTemplate(guard: ConfigGuard, template: unknown): void {
  parseConfig(guard, template);
}

/**
 * An example configuration for `config-template.json`: the required fields in the guard's order, then the optional ones
 * that have a default. A value is the field's first example, else its default, else a placeholder; of a union the first
 * branch is taken. An example on an object stands for the whole of it, so that an author may choose what is shown.
 *
 * @throws `invalid_config` naming every field whose placeholder does not fit: give these an example
 */
export function templateFromGuard(guard: ConfigGuard): Record<string, unknown> {
  const document = configJsonSchema(guard);
  const template = exampleOf(document, document, 'configuration');
  checkTemplate(guard, template);
  if (isJsonSchema(template)) return { ...template };
  throw new ConnectorError('invalid_metadata', { hint: 'The configuration guard must be an object.' });
}

function exampleOf(document: JsonSchema, schema: JsonSchema, name: string, depth = 0): unknown {
  const schemas = expand(document, schema);
  for (const { examples, example } of schemas) {
    if (Array.isArray(examples) && examples.length > 0) return examples[0];
    if (example !== undefined) return example;
  }
  for (const keyword of ['default', 'const']) {
    const owner = schemas.find((candidate) => Object.hasOwn(candidate, keyword));
    if (owner !== undefined) return owner[keyword];
  }
  const options = schemas.find((candidate) => Array.isArray(candidate.enum))?.enum;
  if (Array.isArray(options)) return options[0];
  const typed = schemas.find((candidate) => candidate.type !== undefined);
  return typed === undefined || depth > 16 ? null : placeholderOf(document, typed, name, depth);
}

function placeholderOf(document: JsonSchema, schema: JsonSchema, name: string, depth: number): unknown {
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return objectExample(document, schema, depth);
    case 'array':
      return typeof schema.minItems === 'number' && schema.minItems > 0
        ? itemSchemas(schema).map((item) => exampleOf(document, item, name, depth + 1))
        : [];
    case 'string':
      return `<${name}>`;
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function objectExample(document: JsonSchema, schema: JsonSchema, depth: number): Record<string, unknown> {
  const required = new Set(requiredKeys(schema));
  const properties = propertiesOf(schema);
  const shown = [
    ...properties.filter(([key]) => required.has(key)),
    ...properties.filter(([key, property]) => !required.has(key) && Object.hasOwn(property, 'default')),
  ];
  return Object.fromEntries(
    shown.map(([key, property]) => [
      key,
      required.has(key) ? exampleOf(document, property, key, depth + 1) : property.default,
    ]),
  );
}
