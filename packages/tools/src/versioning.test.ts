import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { binaryPath, runChecked } from './command.ts';
import { isPublic, workspacePackages, workspaceRoot } from './workspace.ts';

const packages = workspacePackages();
let root = '';

/** The manifests of this workspace, every public package released as 1.0.0, under the same rules of versioning. */
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'jackfield-versioning-'));
  mkdirSync(join(root, '.changeset'));
  for (const file of ['.changeset/config.json', 'package.json', 'pnpm-workspace.yaml']) {
    cpSync(join(workspaceRoot, file), join(root, file));
  }
  for (const one of packages) {
    const folder = join(root, 'packages', basename(one.folder));
    mkdirSync(folder, { recursive: true });
    const version = isPublic(one) ? '1.0.0' : one.manifest.version;
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...one.manifest, version }));
  }
  const git = (...args: string[]) => runChecked('git', args, { cwd: root });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('-c', 'user.name=Test', '-c', 'user.email=test@example.test', 'commit', '--quiet', '--message', 'All');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Versions with one changeset. @returns what has another version afterwards */
async function release(name: string, bump: string): Promise<Record<string, string>> {
  writeFileSync(join(root, '.changeset/change.md'), `---\n'${name}': ${bump}\n---\n\nChanges something.\n`);
  await runChecked(process.execPath, [binaryPath('@changesets/cli', 'changeset'), 'version'], { cwd: root });
  const after = workspacePackages(root).filter(({ manifest }) => !['0.0.0', '1.0.0'].includes(manifest.version));
  return Object.fromEntries(after.map((one) => [one.name, one.manifest.version]));
}

describe('versions', () => {
  it.each(
    ['@jackfield/connector-kit', '@jackfield/egress', '@jackfield/oauth-kit'].flatMap((name) => [
      { name, bump: 'patch', version: '1.0.1' },
      { name, bump: 'minor', version: '1.1.0' },
    ]),
  )('a $bump of $name releases no connector', async ({ name, bump, version }) => {
    expect(await release(name, bump)).toEqual({ [name]: version });
  });

  it('a patch of a connector releases nothing else', async () => {
    expect(await release('@jackfield/oidc-standard', 'patch')).toEqual({ '@jackfield/oidc-standard': '1.0.1' });
  });

  it('a major of the kit releases those whose range it leaves', async () => {
    expect(await release('@jackfield/connector-kit', 'major')).toMatchObject({
      '@jackfield/connector-kit': '2.0.0',
      '@jackfield/oidc-standard': '1.0.1',
    });
  });
});
