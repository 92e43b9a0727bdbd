/**
 * `pnpm check`: that all packages are made alike. Same fields, scripts and files; versions from the catalog; a changeset for
 * each first release; templates and README tables that say what the guards say; nothing exported or depended on that
 * nobody uses; lint and format. The exit code is not 0 when anything is wrong.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { firstReleaseFaults, pendingChangesets } from './check/changesets.ts';
import { shapeFaults } from './check/package-shape.ts';
import { versionFaults } from './check/versions.ts';
import { binaryPath, runCommand } from './command.ts';
import { generatedFiles } from './generated-files.ts';
import { isPublic, workspacePackages, workspaceRoot } from './workspace.ts';

const dependenciesGuard = z.looseObject({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

const packages = workspacePackages();

/** Each gives faults, one sentence each. */
const checks: Record<string, () => string[] | Promise<string[]>> = {
  'packages have one shape': () => {
    const licence = readFileSync(join(workspaceRoot, 'LICENSE'), 'utf8');
    return packages.flatMap((one) => shapeFaults(one, licence));
  },
  'versions come from the catalog': () => {
    const manifests = [workspaceRoot, ...packages.map(({ folder }) => folder)].map((folder) =>
      dependenciesGuard.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))),
    );
    const names = packages.map(({ name }) => name);
    return versionFaults(manifests, names);
  },
  'first releases are 1.0.0': () => {
    const versions = new Map(packages.filter(isPublic).map(({ name, manifest }) => [name, manifest.version]));
    return firstReleaseFaults(versions, pendingChangesets(workspaceRoot));
  },
  'generated files say what the guards say': async () =>
    (await generatedFiles())
      .filter(({ current }) => !current)
      .map(({ path }) => `${path} differs from what the guard says. Run: pnpm generate`),
  'nothing is unused': () => programFaults('knip', ['--no-progress', '--treat-config-hints-as-errors']),
  lint: () => programFaults('oxlint', []),
  format: () => programFaults('oxfmt', ['--check']),
};

async function programFaults(name: string, args: readonly string[]): Promise<string[]> {
  const { status, output } = await runCommand(process.execPath, [binaryPath(name), ...args]);
  return status === 0 ? [] : [output.trimEnd()];
}

let count = 0;
for (const [name, check] of Object.entries(checks)) {
  const faults = await check();
  console.log(`${faults.length === 0 ? 'ok   ' : 'FAULT'} ${name}`);
  for (const fault of faults) console.error(fault);
  count += faults.length;
}
if (count > 0) process.exitCode = 1;
