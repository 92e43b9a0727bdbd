import { describe, expect, it } from 'vitest';
import { type Attack, attackCatalogue } from './catalogue.ts';

const attacks: readonly Attack[] = Object.values(attackCatalogue);

describe('the catalogue', () => {
  it('has a title of its own for each attack, by which tests and tables tell them apart', () => {
    const titles = attacks.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(Object.keys(attackCatalogue).filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('names a source for each find of this project, and has at least five of them', () => {
    const finds = attacks.filter(({ own }) => own);
    expect(finds.length).toBeGreaterThanOrEqual(5);
    expect(finds.filter(({ source = '' }) => source === '')).toEqual([]);
  });
});
