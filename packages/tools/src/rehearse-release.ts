/**
 * `pnpm rehearse-release`: makes releases of a copy of this workspace at a registry on this machine. First everything:
 * versions, packs, checks and publishes all packages, then installs each alone with npm and uses it. Then a patch of one
 * connector, which must release nothing else; then a minor of the kit, beside which an older connector must work. Prints a
 * table; the exit code is not 0 when anything is wrong.
 *
 * `pnpm rehearse-release --keep <folder>`: when nothing is wrong, leaves those tarballs in the folder whose versions are not
 * published yet, for `changeset publish --from-pack-dir <folder>`: what is published is what was installed and used.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { binaryPath, runChecked } from './command.ts';
import { type Examination } from './rehearsal/examine.ts';
import { rehearse } from './rehearsal/rehearse.ts';
import { startRegistry } from './rehearsal/registry.ts';
import { openScratchRepository } from './rehearsal/scratch-repository.ts';
import { selectRehearsed } from './release/publish-plan.ts';
import { textTable } from './table.ts';

const { keep } = parseArgs({ options: { keep: { type: 'string' } } }).values;
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'jackfield-rehearsal-')));
const registry = await startRegistry(join(scratch, 'registry'));
try {
  const repository = await openScratchRepository(registry, scratch);
  try {
    const { examinations, faults, packed } = await rehearse(repository, registry, scratch, (step) =>
      console.log(`== ${step}`),
    );
    console.log(`\n${describe(examinations)}\n`);
    for (const fault of faults) console.error(fault);
    console.log(`${examinations.length} installations, ${faults.length} faults`);
    if (faults.length > 0) process.exitCode = 1;
    else if (keep !== undefined) await keepUnpublished(packed, resolve(keep));
  } finally {
    repository.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await registry.close();
  rmSync(scratch, { recursive: true, force: true });
}

async function keepUnpublished(packed: string, target: string): Promise<void> {
  const plan = join(scratch, 'plan.json');
  const changeset = binaryPath('@changesets/cli', 'changeset');
  await runChecked(process.execPath, [changeset, 'publish-plan', '--output', plan]);
  selectRehearsed(plan, packed, target);
}

function describe(examinations: readonly (Examination & { milliseconds: number })[]): string {
  const heading = ['package', 'version', 'packed', 'files', 'dependencies', 'import', 'used', 'faults'];
  const rows = examinations.map(({ consumer: { tarball, installed }, done, faults, milliseconds }) => [
    tarball.name,
    tarball.manifest.version,
    `${(tarball.size / 1000).toFixed(1)} kB`,
    String(tarball.files.length),
    String(installed.length - 1),
    `${milliseconds.toFixed(0)} ms`,
    done || '–',
    String(faults.length),
  ]);
  return textTable([heading, ...rows]);
}
