import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selectRehearsed } from './publish-plan.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-publish-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const release = (name: string, version = '1.0.0') => ({
  kind: 'publish',
  name,
  version,
  access: 'public',
  tag: 'latest',
});
const packed = (name: string) => ({ ...release(name), tarball: { path: `packages/${name}.tgz`, integrity: name } });

function select(plan: object[][], rehearsed: object[][]): void {
  mkdirSync(join(folder, 'rehearsed/packages'), { recursive: true });
  for (const name of ['kit', 'github']) writeFileSync(join(folder, `rehearsed/packages/${name}.tgz`), `${name} bytes`);
  writeFileSync(join(folder, 'rehearsed/publish-plan.json'), JSON.stringify({ version: 1, plan: rehearsed }));
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ version: 1, plan }));
  selectRehearsed(join(folder, 'plan.json'), join(folder, 'rehearsed'), join(folder, 'target'));
}

describe('selectRehearsed', () => {
  it('takes the tarballs that the plan wants, as they were rehearsed, and no others', () => {
    const tag = { kind: 'tag-only', name: 'app', version: '2.0.0' };
    select([[release('github')], [tag]], [[packed('kit')], [packed('github')]]);
    expect(readFileSync(join(folder, 'target/packages/github.tgz'), 'utf8')).toBe('github bytes');
    expect(existsSync(join(folder, 'target/packages/kit.tgz'))).toBe(false);
    expect(JSON.parse(readFileSync(join(folder, 'target/publish-plan.json'), 'utf8'))).toEqual({
      version: 1,
      plan: [[packed('github')], [tag]],
    });
  });

  it('refuses a version that was not rehearsed', () => {
    expect(() => select([[release('github', '1.0.1')]], [[packed('github')]])).toThrow(
      'github 1.0.1 was not rehearsed',
    );
    expect(existsSync(join(folder, 'target'))).toBe(false);
  });
});
