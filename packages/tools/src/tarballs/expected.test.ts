import { describe, expect, it } from 'vitest';
import { manifestGuard } from '../workspace.ts';
import { expectationFaults, expectationOf } from './expected.ts';

const manifest = manifestGuard.parse({ name: 'sample', version: '1.0.0' });
const packed = { name: 'sample', source: '', manifest, path: '', folder: '' };
const tarball = (size: number, ...files: string[]) => ({ ...packed, size, files });
const expected = { budget: 5000, files: ['README.md', 'dist/index.js'] };

describe('expectationFaults', () => {
  it('finds nothing wrong with the listed files, and a changelog once it was released', () => {
    expect(expectationFaults(tarball(5000, 'README.md', 'dist/index.js'), expected)).toEqual([]);
    expect(expectationFaults(tarball(5000, 'CHANGELOG.md', 'README.md', 'dist/index.js'), expected)).toEqual([]);
  });

  it('finds a file that is new, one that is gone, and a tarball over its budget', () => {
    expect(expectationFaults(tarball(5001, 'README.md', '.env'), expected)).toEqual([
      'dist/index.js is listed, but not packed',
      '.env is packed, but not listed',
      'it has 5001 bytes, and a budget of 5000',
    ]);
  });

  it('finds a package that is not listed', () => {
    expect(expectationFaults(tarball(1, 'README.md'), undefined)).toEqual([expect.stringContaining('not listed')]);
  });
});

describe('expectationOf', () => {
  it('gives a new package a budget with some room, and keeps one that was given', () => {
    expect(expectationOf(tarball(10_000, 'README.md', 'CHANGELOG.md'), undefined)).toEqual({
      budget: 15_000,
      files: ['README.md'],
    });
    expect(expectationOf(tarball(10_000, 'README.md'), expected).budget).toBe(5000);
  });
});
