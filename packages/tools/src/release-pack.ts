/**
 * `pnpm release:pack <folder>`: builds, packs every package whose version is not published yet, and checks each tarball.
 * What is in the folder afterwards is what will be published, as it is. The exit code is not 0 when anything is wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binaryPath, runChecked } from './command.ts';
import { readPackFolder } from './release/publish-plan.ts';
import { readExpectations } from './tarballs/expected.ts';
import { tarballFaults } from './tarballs/tarball-faults.ts';
import { workspaceRoot } from './workspace.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say into which folder: pnpm release:pack <folder>');
const output = resolve(folder);

const run = (...args: string[]) => runChecked(process.execPath, args, { output: 'inherit' });
await run(fileURLToPath(new URL('run-turbo.ts', import.meta.url)), 'build');
await run(binaryPath('@changesets/cli', 'changeset'), 'pack', '--out-dir', output);

const scratch = mkdtempSync(join(tmpdir(), 'jackfield-release-'));
try {
  const expectations = readExpectations();
  const tarballs = await readPackFolder(output, workspaceRoot, scratch);
  for (const tarball of tarballs) {
    const faults = await tarballFaults(tarball, expectations);
    console.log(`${tarball.name} ${tarball.manifest.version}: ${faults.length} faults`);
    for (const fault of faults) console.error(`${tarball.name}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
