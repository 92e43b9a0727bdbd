import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checkTemplate, templateFromGuard } from './index.ts';

describe('templateFromGuard', () => {
  it('has the required fields first, from examples, then the optional ones with a default', () => {
    const guard = z.strictObject({
      port: z.int().default(587),
      host: z.string().meta({ examples: ['mail.example.com', 'other'] }),
      ca: z
        .string()
        .meta({ examples: ['-----BEGIN CERTIFICATE-----'] })
        .optional(),
      auth: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('login'), user: z.string(), password: z.string().meta({ secret: true }) }),
        z.strictObject({ kind: z.literal('none') }),
      ]),
    });
    const template = templateFromGuard(guard);
    expect(template).toEqual({
      host: 'mail.example.com',
      auth: { kind: 'login', user: '<user>', password: '<password>' },
      port: 587,
    });
    expect(Object.keys(template)).toEqual(['host', 'auth', 'port']);
    expect(guard.safeParse(template).success).toBe(true);
  });

  it('makes a value of every type', () => {
    const guard = z.strictObject({
      text: z.string(),
      flag: z.boolean(),
      whole: z.int().min(3),
      number: z.number(),
      choice: z.enum(['b', 'a']),
      fixed: z.literal(7),
      list: z.array(z.string()),
      filled: z.array(z.strictObject({ name: z.string() })).min(1),
      record: z.record(z.string(), z.string()),
      nothing: z.null(),
      either: z.string().nullable(),
      caught: z.string().catch('c'),
    });
    expect(templateFromGuard(guard)).toEqual({
      text: '<text>',
      flag: false,
      whole: 3,
      number: 1,
      choice: 'b',
      fixed: 7,
      list: [],
      filled: [{ name: '<name>' }],
      record: {},
      nothing: null,
      either: '<either>',
      caught: 'c',
    });
  });

  it('takes the example of an object for the whole of it', () => {
    const guard = z.strictObject({
      sender: z
        .strictObject({ name: z.string(), kind: z.string().optional() })
        .meta({ examples: [{ name: 'Example' }] }),
    });
    expect(templateFromGuard(guard)).toEqual({ sender: { name: 'Example' } });
  });

  it('names the fields that need an example', () => {
    const guard = z.strictObject({ url: z.url(), name: z.string(), from: z.strictObject({ address: z.email() }) });
    expect(() => templateFromGuard(guard)).toThrow(
      expect.objectContaining({
        code: 'invalid_config',
        issues: [expect.objectContaining({ path: 'url' }), expect.objectContaining({ path: 'from.address' })],
      }),
    );
  });

  it('refuses a guard of something else than an object', () => {
    expect(() => templateFromGuard(z.string())).toThrow(expect.objectContaining({ code: 'invalid_metadata' }));
  });

  it('ends on a recursive guard', () => {
    interface Node {
      next: Node;
    }
    const node: z.ZodType<Node> = z.lazy(() => z.strictObject({ next: node }));
    expect(() => templateFromGuard(z.strictObject({ node }))).toThrow(
      expect.objectContaining({ code: 'invalid_config' }),
    );
  });
});

describe('checkTemplate', () => {
  const guard = z.strictObject({ host: z.string(), port: z.int().default(25) });

  it('accepts a template that fits', () => {
    expect(checkTemplate(guard, { host: 'mail.example.com' })).toBeUndefined();
  });

  it('names every field that does not fit', () => {
    expect(() => checkTemplate(guard, { port: '25', hots: '' })).toThrow(
      expect.objectContaining({
        code: 'invalid_config',
        issues: ['host', 'port', 'hots'].map((path) => expect.objectContaining({ path })),
      }),
    );
  });
});
