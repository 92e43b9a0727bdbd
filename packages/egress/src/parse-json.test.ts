import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';
import { failureOf } from './testing/egress.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('parseJson', () => {
  it('reads text and bytes, with or without a byte order mark', () => {
    expect(parseJson('{"a":[1,"ü",null,true]}')).toEqual({ a: [1, 'ü', null, true] });
    expect(parseJson(json({ a: 'ü' }))).toEqual({ a: 'ü' });
    expect(parseJson('\uFEFF{"a":1}')).toEqual({ a: 1 });
    expect(parseJson(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
  });

  it('attack: numeric ids beyond 2^53 keep their digits', () => {
    expect(parseJson('{"id":12345678901234567890,"list":[-9007199254740993],"safe":9007199254740991}')).toEqual({
      id: '12345678901234567890',
      list: ['-9007199254740993'],
      safe: Number.MAX_SAFE_INTEGER,
    });
    expect(parseJson('9007199254740993')).toBe('9007199254740993');
  });

  it('leaves long digits alone that are no integers', () => {
    expect(parseJson('{"a":"1234567890123456789","b":0.12345678901234567,"c":1e3}')).toEqual({
      a: '1234567890123456789',
      b: Number('0.12345678901234567'),
      c: 1000,
    });
  });

  it.each([
    ['plain', '{"__proto__":{"admin":true},"a":{"__proto__":{"admin":true},"b":1}}'],
    ['escaped', '{"\\u005f_proto__":{"admin":true},"a":{"_\\u005Fproto__":1,"b":1}}'],
    ['with big integers', '{"__proto__":{"admin":12345678901234567890},"a":{"__proto__":1,"b":1}}'],
    ['in a list', '{"a":{"b":1,"__proto__":[{"__proto__":{"admin":true}}]}}'],
  ])('attack: __proto__ keys, %s', (_name, text) => {
    const value = parseJson(text);
    expect(value).toEqual({ a: { b: 1 } });
    expect(Object.getOwnPropertyNames(value)).toEqual(['a']);
    const copy: Record<string, unknown> = {};
    for (const [key, child] of Object.entries(value as object)) copy[key] = child;
    expect(copy.admin).toBeUndefined();
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it.each([65, 100_000])('attack: deep nesting, %d levels', async (depth) => {
    for (const text of ['['.repeat(depth) + ']'.repeat(depth), '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)]) {
      const error = await failureOf(() => parseJson(text));
      expect(error.code).toBe('invalid_response');
      expect(error.hint).toContain('nested');
    }
  });

  it('attack: deep nesting with big integers', async () => {
    const text = '['.repeat(200_000) + '12345678901234567890' + ']'.repeat(200_000);
    expect((await failureOf(() => parseJson(text))).code).toBe('invalid_response');
  });

  it('accepts 64 levels', () => {
    const text = '['.repeat(64) + ']'.repeat(64);
    expect(JSON.stringify(parseJson(text))).toBe(text);
  });

  it.each([
    ['text', 'SECRET-canary'],
    ['truncated', '{"access_token":"SECRET-canary'],
    ['empty', ''],
    ['two values', '{"a":"SECRET-canary"}{}'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ])('attack: %s instead of JSON, not repeated', async (_name, input) => {
    const error = await failureOf(() => parseJson(input));
    expect(error.code).toBe('invalid_response');
    expect(JSON.stringify([error, error.cause, error.stack])).not.toContain('canary');
  });
});
