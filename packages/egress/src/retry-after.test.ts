import { describe, expect, it, onTestFinished } from 'vitest';
import { retryAfterSeconds } from './retry-after.ts';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

describe('retryAfterSeconds', () => {
  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['999999999999999999999', 86_400],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30],
    ['Sunday, 22-Nov-26 12:00:30 GMT', 30],
    ['Sun Nov 22 12:00:30 2026', 30],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['Sun, 22 Nov 2099 12:00:00 GMT', 86_400],
  ])('reads %j as %d s', (value, seconds) => {
    expect(retryAfterSeconds(value, now)).toBe(seconds);
  });

  it.each([
    undefined,
    '',
    '-5',
    '1.5',
    '1e3',
    'soon',
    '0x10',
    'NaN',
    'Infinity',
    'Foo, 99 Bar 2026 99:99:99 GMT',
    '2026-11-22',
  ])('attack: Retry-After huge, negative or nonsense: %j', (value) => {
    expect(retryAfterSeconds(value, now)).toBeUndefined();
  });

  it('reads dates as GMT wherever the server stands', () => {
    const { TZ } = process.env;
    onTestFinished(() => {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    });
    process.env.TZ = 'America/New_York';
    expect(retryAfterSeconds('Sun Nov 22 12:00:30 2026', now)).toBe(30);
    expect(retryAfterSeconds('Sun, 22 Nov 2026 12:00:30 GMT', now)).toBe(30);
  });
});
