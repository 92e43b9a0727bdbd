import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as oldestZod from 'zod-oldest';
import { configJsonSchema, isSecretPath, secretPaths, secretValues } from './index.ts';

const secret = () => z.string().meta({ secret: true });

interface Tree {
  name: string;
  children: Tree[];
}

const treeGuard: z.ZodType<Tree> = z.lazy(() => z.strictObject({ name: secret(), children: z.array(treeGuard) }));

const guard = z.strictObject({
  host: z.string(),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('login'), user: z.string(), password: secret() }),
    z.strictObject({ kind: z.literal('none') }),
  ]),
  keys: z.array(z.strictObject({ id: z.string(), value: secret() })).optional(),
  pair: z.tuple([z.string(), secret()]).optional(),
  headers: z.record(z.string(), secret()).optional(),
  free: z.record(z.string(), z.unknown()).optional(),
  vault: z.strictObject({ inner: z.string() }).meta({ secret: true }).optional(),
  tree: treeGuard.optional(),
});

describe('secretPaths', () => {
  it('finds secrets in objects, unions, lists, tuples, records and recursive parts', () => {
    expect(secretPaths(guard)).toEqual([
      ['auth', 'password'],
      ['keys', '*', 'value'],
      ['pair', '*'],
      ['headers', '*'],
      ['vault'],
      ['tree', 'name'],
    ]);
  });

  it.each([
    ['optional', z.string().meta({ secret: true }).optional()],
    ['optional, marked outside', z.string().optional().meta({ secret: true })],
    ['default', z.string().meta({ secret: true }).default('')],
    ['prefault', z.string().meta({ secret: true }).prefault('')],
    ['nullable', z.string().meta({ secret: true }).nullable()],
    ['nullish, described again', z.string().meta({ secret: true }).nullish().meta({ title: 'Password' })],
    ['readonly', z.string().meta({ secret: true }).readonly()],
    ['catch', z.string().meta({ secret: true }).catch('')],
    ['a later check', z.string().meta({ secret: true }).min(1)],
    ['a later description', z.string().meta({ secret: true }).describe('It.')],
    ['lazy', z.lazy(() => z.string().meta({ secret: true }))],
    ['a union of texts', z.union([z.string().meta({ secret: true }), z.number()])],
  ])('the mark survives: %s', (_, field) => {
    expect(secretPaths(z.strictObject({ field }))).toEqual([['field']]);
  });

  it('the mark survives in named schemas, which others refer to', () => {
    const named = z.strictObject({ token: secret() }).meta({ id: 'SecretsTestNamed' });
    expect(configJsonSchema(z.strictObject({ one: named }))).toHaveProperty('definitions');
    expect(secretPaths(z.strictObject({ one: named, two: named.optional().meta({ title: 'Two' }) }))).toEqual([
      ['one', 'token'],
      ['two', 'token'],
    ]);
  });

  it('the mark survives in the oldest supported zod', () => {
    const marked = oldestZod.string().meta({ secret: true });
    const over = oldestZod.strictObject({
      plain: marked,
      optional: marked.optional(),
      both: oldestZod.intersection(oldestZod.object({ a: marked }), oldestZod.object({ b: oldestZod.string() })),
    });
    expect(secretPaths(over)).toEqual([['plain'], ['optional'], ['both', 'a']]);
  });
});

describe('isSecretPath', () => {
  it.each([
    [['auth', 'password'], true],
    [['keys', 3, 'value'], true],
    [['keys', '*', 'value'], true],
    [['headers', 'X-Token'], true],
    [['vault', 'inner'], true],
    [['tree', 'children', 0, 'children', 1, 'name'], true],
    [['unknown'], true],
    [['auth', 'pasword'], true],
    [['host', 'inside'], true],
    [['free', 'anything'], true],
    [['constructor'], true],
    [['__proto__'], true],
    [[], false],
    [['host'], false],
    [['auth'], false],
    [['auth', 'kind'], false],
    [['keys', 0, 'id'], false],
    [['tree', 'children'], false],
  ])('%j: %s', (path, expected) => {
    expect(isSecretPath(guard, path)).toBe(expected);
    expect(isSecretPath(configJsonSchema(guard), path)).toBe(expected);
  });
});

describe('secretValues', () => {
  it('collects marked texts and those under unknown keys, also of a configuration that is not valid', () => {
    const config = {
      host: 'shown',
      auth: { kind: 'none', password: 'S1', pasword: 'S2' },
      keys: [
        { id: 'shown', value: 'S3' },
        { id: 5, value: ['S4'] },
      ],
      headers: { 'X-A': 'S5' },
      vault: { inner: 'S6' },
      tree: { name: 'S7', children: [{ name: 'S8', children: [] }] },
      typo: { deep: ['S9', '', 7, null] },
    };
    expect(secretValues(guard, config).toSorted()).toEqual(['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9']);
  });

  it.each([[undefined], [null], [5], [[]]])('takes %j', (config) => {
    expect(secretValues(guard, config)).toEqual([]);
  });

  it('ends on circular data', () => {
    const config: Record<string, unknown> = { typo: { text: 'S1' } };
    config.self = config;
    expect(secretValues(guard, config)).toEqual(['S1']);
  });
});

describe('configJsonSchema', () => {
  it('is the draft 7 schema of the input', () => {
    expect(configJsonSchema(z.strictObject({ port: z.int().default(25) }))).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { port: { type: 'integer', default: 25 } },
      additionalProperties: false,
    });
  });

  it('refuses a guard that JSON Schema cannot say', () => {
    expect(() => configJsonSchema(z.strictObject({ since: z.date() }))).toThrow(
      expect.objectContaining({ code: 'invalid_metadata', hint: expect.stringContaining('JSON Schema') }),
    );
  });

  it.each([[true], [null], [[]], ['x']])('refuses a guard that describes itself as %j', (schema) => {
    const odd = { safeParse: z.string().safeParse, toJSONSchema: () => schema as object };
    expect(() => configJsonSchema(odd as never)).toThrow(expect.objectContaining({ code: 'invalid_metadata' }));
  });
});
