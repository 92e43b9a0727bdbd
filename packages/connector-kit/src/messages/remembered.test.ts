import { describe, expect, it } from 'vitest';
import { remembered } from './remembered.ts';

function counted() {
  const read: string[] = [];
  const upperCase = remembered((text) => {
    read.push(text);
    return text.toUpperCase();
  });
  return { read, upperCase };
}

describe('remembered', () => {
  it('reads a text once', () => {
    const { read, upperCase } = counted();
    expect(['a', 'b', 'a', 'a'].map(upperCase)).toEqual(['A', 'B', 'A', 'A']);
    expect(read).toEqual(['a', 'b']);
  });

  it('remembers the empty text, and what is read as nothing', () => {
    let times = 0;
    const nothing = remembered(() => {
      times += 1;
      return '';
    });
    expect([nothing(''), nothing('')]).toEqual(['', '']);
    expect(times).toBe(1);
  });

  it('forgets what was used longest ago when a million characters are passed', () => {
    const { read, upperCase } = counted();
    const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(400_000));
    for (const text of [first, second, first, third]) upperCase(text ?? '');
    expect(read.map((text) => text[0])).toEqual(['a', 'b', 'c']);
    upperCase(first ?? '');
    expect(read).toHaveLength(3);
    upperCase(second ?? '');
    expect(read).toHaveLength(4);
  });

  it('keeps nothing of a text that is too long by itself, and goes on', () => {
    const { read, upperCase } = counted();
    const long = 'a'.repeat(1_000_001);
    upperCase(long);
    upperCase(long);
    expect(read).toHaveLength(2);
    upperCase('b');
    upperCase('b');
    expect(read).toHaveLength(3);
  });
});
