import { configJsonSchema, secretPaths } from '@jackfield/connector-kit/schema';
import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import { type Field, fieldsOf, objectsOf } from './fields.ts';
import type { ConfigurationContext } from './suite.ts';

const soundsSecret = /(?:secret|password|passphrase|privatekey|apikey|authtoken|accesstoken|refreshtoken)$/i;

/** The guard itself: what consoles, tables and templates are made from. */
export const guardCases = {
  'can be said in JSON Schema': ({ module }) => {
    expect(configJsonSchema(module.configGuard)).toBeTypeOf('object');
  },
  'refuses unknown keys in every object': ({ module }) => {
    const objects = objectsOf(configJsonSchema(module.configGuard));
    expect(objects.filter(({ schema }) => schema.additionalProperties !== false).map(({ path }) => path)).toEqual([]);
  },
  'gives every field a title, a description and an example': ({ module }) => {
    const fields = fieldsOf(module.configGuard).filter(({ schema }) => !isConstant(schema));
    expect(fields.filter(({ schema }) => !hasText(schema.title)).map(pathOf), 'fields without title').toEqual([]);
    expect(fields.filter(({ schema }) => !hasText(schema.description)).map(pathOf), 'without description').toEqual([]);
    expect(fields.filter(({ schema }) => !isExplained(schema)).map(pathOf), 'fields without examples').toEqual([]);
  },
  'marks the secrets, and nothing else': ({ module, secrets }) => {
    const marked = secretPaths(module.configGuard).map((path) => path.join('.'));
    expect(marked.toSorted(), 'fields marked as secret').toEqual([...secrets].toSorted());
  },
  'marks every field that sounds secret': ({ module }) => {
    const marked = new Set(secretPaths(module.configGuard).map((path) => path.join('.')));
    const suspicious = fieldsOf(module.configGuard).filter(
      ({ path, schema }) => schema.type === 'string' && !('enum' in schema) && soundsSecret.test(path),
    );
    expect(suspicious.map(pathOf).filter((path) => !marked.has(path))).toEqual([]);
  },
} as const satisfies Cases<ConfigurationContext>;

function pathOf({ path }: Field): string {
  return path;
}

function isConstant(schema: Field['schema']): boolean {
  return 'const' in schema;
}

/** Whether a reader can tell what to enter: by an example, a default, a choice, or a type that leaves no question. */
function isExplained(schema: Field['schema']): boolean {
  const explanations = ['examples', 'example', 'default', 'enum'];
  return !needsExample(schema) || explanations.some((keyword) => keyword in schema);
}

/** Texts, numbers and lists of them; what consists of fields is explained by these. */
function needsExample({ type, items }: Field['schema']): boolean {
  if (type === 'array') return typeof items !== 'object' || items === null || !('properties' in items);
  return type === 'string' || type === 'number' || type === 'integer';
}

function hasText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
