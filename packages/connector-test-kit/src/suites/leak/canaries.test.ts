import { describe, expect, it } from 'vitest';
import { canariesIn, plantCanaries } from './canaries.ts';

describe('canariesIn', () => {
  const canaries = plantCanaries();
  const value = canaries.secret('token');
  const forms: Record<string, string> = {
    'the value': `token=${value}&`,
    'its percent-encoding': encodeURIComponent(`token=${value}`),
    'its hex': Buffer.from(value).toString('hex'),
    'a quoted value': JSON.stringify(JSON.stringify({ value })),
    ...Object.fromEntries(
      ['', 'x', 'xy', 'xyz'].flatMap((before) =>
        ['', ':', ':y', ':yz'].map((after) => [
          `base64 between "${before}" and "${after}"`,
          `Basic ${Buffer.from(before + value + after).toString('base64')}`,
        ]),
      ),
    ),
  };

  it.each(Object.entries(forms))('finds %s', (_, text) => {
    expect(canariesIn(text, canaries.planted)).toEqual(['token']);
  });

  it('finds nothing in other texts, nor in a canary of another run', () => {
    const other = plantCanaries().secret('other');
    expect(canariesIn(`canary ${other} ${Buffer.from(other).toString('base64')}`, canaries.planted)).toEqual([]);
  });
});
