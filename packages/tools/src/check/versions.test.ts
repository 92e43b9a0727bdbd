import { describe, expect, it } from 'vitest';
import { type Dependencies, versionFaults } from './versions.ts';

const own = ['@jackfield/kit', '@jackfield/app'];
const nothing = { dependencies: {}, devDependencies: {}, peerDependencies: {} };
const kit: Dependencies = { ...nothing, name: '@jackfield/kit', peerDependencies: { zod: '^4.2.0' } };

describe('versionFaults', () => {
  it('finds nothing wrong with shared versions in the catalog and a version of one alone', () => {
    const app = {
      ...nothing,
      name: '@jackfield/app',
      dependencies: { '@jackfield/kit': 'workspace:^', zod: 'catalog:', got: '^16.0.0' },
    };
    expect(versionFaults([{ ...kit, devDependencies: { zod: 'catalog:' } }, app], own)).toEqual([]);
  });

  it.each([
    [
      'a package of this workspace in another range',
      [{ ...kit, name: '@jackfield/app', dependencies: { '@jackfield/kit': 'workspace:*' } }],
      '@jackfield/app: @jackfield/kit is not workspace:^',
    ],
    [
      'a shared version outside of the catalog',
      [
        { ...kit, dependencies: { zod: 'catalog:' } },
        { ...nothing, name: '@jackfield/app', devDependencies: { zod: '^4.0.0' } },
      ],
      '@jackfield/app: zod is shared, so its version belongs into the catalog',
    ],
    [
      'peers in different ranges',
      [kit, { ...nothing, name: '@jackfield/app', peerDependencies: { zod: '^4.0.0' } }],
      'peer zod is asked for as ^4.2.0 and ^4.0.0',
    ],
  ])('finds %s', (_, packages, fault) => {
    expect(versionFaults(packages, own)).toEqual([fault]);
  });
});
