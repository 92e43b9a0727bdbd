import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pendingChangesets } from '../check/changesets.ts';
import { binaryPath, runChecked } from '../command.ts';
import { readPackFolder } from '../release/publish-plan.ts';
import { copyWorkspace } from '../scratch-workspace.ts';
import type { Tarball } from '../tarballs/pack.ts';
import { workspacePackages, workspaceRoot } from '../workspace.ts';
import type { Registry } from './registry.ts';

export type Bump = 'patch' | 'minor' | 'major';

/** A copy of the workspace, a git repository of its own, in which releases are made as the release workflow makes them. */
export interface ScratchRepository {
  /** Absolute path. */
  root: string;
  /** Name → version of every public package, as it stands in the copy. */
  versions(): Map<string, string>;
  /** Adds a changeset of one package. */
  addChangeset(name: string, bump: Bump): Promise<void>;
  /**
   * Versions what has changesets, packs what the registry does not have, checks the tarballs and publishes them.
   *
   * @param id part of a folder's name; each call needs another
   * @returns the tarballs that were published, and the folder that `changeset pack` wrote
   */
  release(id: string): Promise<{ tarballs: Tarball[]; packed: string }>;
  close(): void;
}

/** Copies the workspace, and points the copy at the registry. */
export async function openScratchRepository(registry: Registry, scratch: string): Promise<ScratchRepository> {
  const root = realpathSync(await copyWorkspace(workspaceRoot, 'rehearsal'));
  const run = (command: string, ...args: string[]) => runChecked(command, args, { cwd: root, env: offline() });
  const changeset = (...args: string[]) => run(process.execPath, binaryPath('@changesets/cli', 'changeset'), ...args);
  const commit = async (message: string): Promise<void> => {
    await run('git', 'add', '--all');
    await run('git', 'commit', '--quiet', '--message', message);
  };

  await run('git', 'init', '--quiet', '--initial-branch=main');
  await run('git', 'config', 'user.name', 'Rehearsal');
  await run('git', 'config', 'user.email', 'rehearsal@example.test');
  await run('git', 'config', 'commit.gpgSign', 'false');
  writeFileSync(join(root, '.npmrc'), registry.npmrc);
  await commit('Copy the workspace');

  return {
    root,
    versions: () => publicVersions(root),
    async addChangeset(name, bump) {
      writeFileSync(join(root, '.changeset', `${bump}.md`), `---\n'${name}': ${bump}\n---\n\nChanges something.\n`);
      await commit(`Add a ${bump} of ${name}`);
    },
    async release(id) {
      const folder = join(scratch, `release-${id}`);
      mkdirSync(folder);
      const packed = join(folder, 'packed');
      if (pendingChangesets(root).length > 0) {
        await run('pnpm', 'release:version');
        await commit('Version packages');
      }
      await run('pnpm', 'release:pack', packed);
      await changeset('publish', '--from-pack-dir', packed, '--no-git-tag');
      return { tarballs: await readPackFolder(packed, root, folder), packed };
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

function publicVersions(root: string): Map<string, string> {
  const packages = workspacePackages(root).filter(({ manifest }) => manifest.private !== true);
  return new Map(packages.map(({ name, manifest }) => [name, manifest.version]));
}

/** Without what a CI would lend for a real release: its identity, and the wish for provenance. */
function offline(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:ACTIONS|GITHUB|NPM_ID)_/.test(name));
  return { ...Object.fromEntries(own), NPM_CONFIG_PROVENANCE: 'false', PNPM_CONFIG_PROVENANCE: 'false' };
}
