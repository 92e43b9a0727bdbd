import { describe, expect, it } from 'vitest';
import { countSegments } from './segments.ts';

describe('segments', () => {
  it.each([
    ['one place for each character of GSM-7', 'a'.repeat(160), 'GSM-7', 1],
    ['153 places in each segment of a longer text', 'a'.repeat(161), 'GSM-7', 2],
    ['two segments filled to the last place', 'a'.repeat(306), 'GSM-7', 2],
    ['a third segment', 'a'.repeat(307), 'GSM-7', 3],
    ['Greek capitals and accented letters of GSM-7', 'ΔΦΓ èéùìòÇ Ññ ß', 'GSM-7', 1],
    ['two places for the euro sign and braces', '€'.repeat(80), 'GSM-7', 1],
    ['one euro sign too many', '€'.repeat(81), 'GSM-7', 2],
    ['an escape and its character in one segment', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['the empty text', '', 'GSM-7', 1],
    ['UCS-2 for one character that GSM-7 lacks', 'ê', 'UCS-2', 1],
    ['70 places of UCS-2', 'あ'.repeat(70), 'UCS-2', 1],
    ['67 places in each segment of a longer text of UCS-2', 'あ'.repeat(71), 'UCS-2', 2],
    ['two places for an emoji', '😀'.repeat(35), 'UCS-2', 1],
    ['both halves of an emoji in one segment', `${'あ'.repeat(66)}😀${'あ'.repeat(66)}`, 'UCS-2', 3],
  ])('counts %s', (_what, text, encoding, segments) => {
    expect(countSegments(text)).toEqual({ encoding, segments });
  });
});
