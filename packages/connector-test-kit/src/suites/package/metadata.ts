import { metadataGuard } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import type { PackageContext } from './suite.ts';

const fewestLanguages = 9;

/** The metadata and its texts. */
export const metadataCases = {
  'has metadata that fit the contract, as pure data': ({ module }) => {
    expect(metadataGuard.safeParse(module.metadata).error?.issues ?? []).toEqual([]);
    expect(JSON.parse(JSON.stringify(module.metadata))).toEqual(module.metadata);
  },
  'has its name and description in the same nine or more languages': ({ module }) => {
    const { name, description } = module.metadata;
    expect(Object.keys(description).length).toBeGreaterThanOrEqual(fewestLanguages);
    expect(Object.keys(name).toSorted()).toEqual(Object.keys(description).toSorted());
  },
  'has a description of its own for each language': ({ module }) => {
    const seen = new Map<string, string>();
    const repeated: string[] = [];
    for (const [language, text] of Object.entries(module.metadata.description)) {
      const other = seen.get(text.trim().toLowerCase());
      if (other === undefined) seen.set(text.trim().toLowerCase(), language);
      else repeated.push(`${language} repeats ${other}`);
    }
    expect(repeated).toEqual([]);
  },
} as const satisfies Cases<PackageContext>;
