import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { firstReleaseFaults, pendingChangesets } from './changesets.ts';

let root: string | undefined;

afterEach(() => {
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
});

function changesets(...texts: string[]): Map<string, string>[] {
  root = mkdtempSync(join(tmpdir(), 'jackfield-changesets-'));
  mkdirSync(join(root, '.changeset'));
  writeFileSync(join(root, '.changeset/README.md'), '# How to');
  writeFileSync(join(root, '.changeset/config.json'), '{}');
  for (const [index, text] of texts.entries()) writeFileSync(join(root, `.changeset/change-${index}.md`), text);
  return pendingChangesets(root);
}

describe('pendingChangesets', () => {
  it('reads who is released, and how', () => {
    const pending = changesets(`---\n'@a/b': minor\n"c": patch\n---\n\nText.\n`, '---\n---\n\nNothing.\n');
    expect(pending).toEqual([
      new Map([
        ['@a/b', 'minor'],
        ['c', 'patch'],
      ]),
      new Map(),
    ]);
  });

  it('refuses a bump that does not exist', () => {
    expect(() => changesets(`---\n'@a/b': huge\n---\n`)).toThrow('@a/b');
  });
});

describe('firstReleaseFaults', () => {
  const versions = new Map([
    ['new', '0.0.0'],
    ['old', '1.4.0'],
  ]);

  it('wants a major for what was never released', () => {
    expect(firstReleaseFaults(versions, [new Map([['new', 'minor']])])).toEqual([
      expect.stringContaining('new has no'),
    ]);
    expect(firstReleaseFaults(versions, [])).toHaveLength(1);
    expect(firstReleaseFaults(versions, [new Map([['new', 'major']])])).toEqual([]);
  });
});
