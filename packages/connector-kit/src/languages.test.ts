import { describe, expect, it } from 'vitest';
import { closestLanguage, languageChain, languageTags } from './languages.ts';

describe('languageTags', () => {
  it.each([
    ['fr-CA', ['fr-CA']],
    ['fr-CA fr en', ['fr-CA', 'fr', 'en']],
    ['en;q=0.5, fr-CA, de;q=0.9, *;q=0.1, nl;q=0', ['fr-CA', 'de', 'en']],
    ['de ; q=0.2,en ;q=0.3', ['en', 'de']],
    ['../../etc, en_US, <b>, zh-Hant-TW', ['zh-Hant-TW']],
    ['en;q=x', []],
    ['', []],
    [undefined, []],
    [['en'], []],
  ])('reads %j', (list, tags) => {
    expect(languageTags(list)).toEqual(tags);
  });

  it('looks at the beginning of an endless list only', () => {
    expect(languageTags('en '.repeat(100_000)).length).toBeLessThanOrEqual(20);
    expect(languageTags('e'.repeat(100_000))).toEqual([]);
  });
});

describe('languageChain', () => {
  it.each([
    [['fr-CA'], ['fr-CA', 'fr']],
    [
      ['fr-CA', 'fr', 'de-AT'],
      ['fr-CA', 'fr', 'de-AT', 'de'],
    ],
    [['zh-Hant-TW'], ['zh-Hant-TW', 'zh-Hant', 'zh']],
    [['de-x-formal'], ['de-x-formal', 'de']],
    [[], []],
  ])('shortens %j', (tags, chain) => {
    expect(languageChain(tags)).toEqual(chain);
  });
});

describe('closestLanguage', () => {
  const available = ['en', 'fr', 'pt-BR', 'zh-CN', 'zh-TW'];

  it.each([
    [['fr-CA'], 'fr'],
    [['PT-br'], 'pt-BR'],
    [['pt'], 'pt-BR'],
    [['pt-PT'], 'pt-BR'],
    [['zh-TW'], 'zh-TW'],
    [['sv', 'fr'], 'fr'],
    [['sv'], undefined],
    [[], undefined],
  ])('finds for %j', (wanted, found) => {
    expect(closestLanguage(available, wanted)).toBe(found);
  });
});
