import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { failureOf } from './testing/egress.ts';

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    expect(canonicalJson({ b: [1, { d: 1, c: 2 }], a: 'x' })).toBe(canonicalJson({ a: 'x', b: [1, { c: 2, d: 1 }] }));
  });

  it('tells apart what differs', () => {
    const values = [
      undefined,
      null,
      0,
      '0',
      '',
      false,
      [],
      {},
      [undefined],
      [null],
      ['a', 'b'],
      ['a,b'],
      [['a'], 'b'],
      [['a', 'b']],
      { a: undefined },
      { a: null },
      { a: 1 },
      { a: { b: 1 } },
      { 'a":1,"b': 1 },
      'undefined',
      'null',
    ];
    expect(new Set(values.map((value) => canonicalJson(value))).size).toBe(values.length);
  });

  it('refuses what JSON cannot say', async () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const values = [
      () => 1,
      Symbol('a'),
      1n,
      Number.NaN,
      Infinity,
      new Date(),
      new Map(),
      new URL('https://a.test'),
      cycle,
    ];
    for (const value of values) {
      expect((await failureOf(() => canonicalJson({ value }))).code).toBe('general');
    }
  });
});
