import { describe, expect, it } from 'vitest';
import { beginningWith, being, commonBeginning, divide, fits, goingOnWith, goingOnWithout } from './id-patterns.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('patterns of ids', () => {
  it('divide ids: each fits one of the parts, whatever its letter case, and whether or not case matters', () => {
    const characters = ['a', 'b', '0', '-', '_'];
    for (const flags of ['', 'i']) {
      const matches = (pattern: string, id: string): boolean => new RegExp(pattern, flags).test(id);
      for (const id of ['xa1', 'xA1', 'Xb', 'x0', 'x-1', 'x_1', 'xc', 'x.', 'x9']) {
        const parts = [goingOnWith('x', characters), goingOnWithout('x', characters), being('x')];
        expect(
          parts.filter((pattern) => matches(pattern, id)),
          id,
        ).toHaveLength(1);
        expect(matches(beginningWith('x'), id)).toBe(true);
      }
      expect(matches(being('x'), 'X')).toBe(true);
      expect(matches(beginningWith('x'), 'ax')).toBe(false);
    }
  });

  it('mean themselves, characters of regular expressions included', () => {
    expect(fits(goingOnWith('a', ['-', 'z', '0']), 'a-')).toBe(true);
    expect(fits(goingOnWith('a', ['-', 'z', '0']), 'a5')).toBe(false);
  });

  it('know how all ids begin', () => {
    expect(commonBeginning(['abC1', 'ABc2', 'abc'])).toBe('abc');
    expect(commonBeginning(['a', 'b'])).toBe('');
    expect(commonBeginning([])).toBe('');
  });

  it('make parts of about the size that is wanted, judging by the ids that are known', () => {
    const known = Array.from({ length: 720 }, (_, index) => `${(index % 36).toString(36)}${index}`);
    const groups = divide('', known, 1_440, 100);
    expect(sum(groups.map(({ known: ids }) => ids.length))).toBe(720);
    expect(groups.flatMap(({ characters }) => characters)).toHaveLength(36);
    for (const { characters, known: ids } of groups) {
      expect(ids.length * 2).toBeLessThanOrEqual(100);
      expect(ids.every((id) => characters.includes(id.charAt(0)))).toBe(true);
    }
  });

  it('try every character where no id is known', () => {
    expect(divide('x', [], 500, 75)).toHaveLength(38);
  });
});
