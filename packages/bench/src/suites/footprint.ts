import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChecked } from '../../../tools/src/command.ts';
import { inParallel } from '../../../tools/src/in-parallel.ts';
import { type Consumer, installTarball } from '../../../tools/src/tarballs/consumer.ts';
import { packPackage } from '../../../tools/src/tarballs/pack.ts';
import { isPublic, withDependencies, workspacePackages } from '../../../tools/src/workspace.ts';
import { importTime } from '../footprint/import-time.ts';
import { installedBytes } from '../footprint/installed-bytes.ts';
import { mebibyte, sizeLimits } from '../footprint/limits.ts';
import { spreadOf } from '../measure/statistics.ts';
import { npm } from '../npm.ts';
import type { Row } from '../rows.ts';
import { isBuilt } from '../subjects/load-connector.ts';
import type { SuiteOptions, SuiteResult } from './suite.ts';

const importLimit = 40;
const importsMeasured = 15;

/** What connectors cost at import and on the disk, installed from their tarballs as a stranger would. */
export async function runFootprint({ onProgress }: SuiteOptions): Promise<SuiteResult> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'jackfield-bench-')));
  try {
    onProgress('Footprint: building, packing and installing');
    const consumers = await installConnectors(scratch);
    onProgress('Footprint: importing');
    const times = await importTimes(consumers);
    const sizes = await sizeRows(consumers, scratch);
    return { rows: [...times, ...sizes], comparisons: [] };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Every connector that is built, by the name of its folder. */
async function installConnectors(scratch: string): Promise<ReadonlyMap<string, Consumer>> {
  const all = workspacePackages().filter(isPublic);
  const connectors = all.filter(({ folder }) => basename(folder) in sizeLimits && isBuilt(basename(folder)));
  const needed = withDependencies(
    connectors.map(({ name }) => name),
    all,
  );
  const runTurbo = fileURLToPath(new URL('../../../tools/src/run-turbo.ts', import.meta.url));
  await runChecked(process.execPath, [runTurbo, 'build', ...needed.map(({ name }) => `--filter=${name}`)]);
  const tarballs = await inParallel(needed, 2, (candidate) => packPackage(candidate, scratch));
  const consumers = await inParallel(connectors, 2, async ({ name, folder }): Promise<[string, Consumer]> => {
    const tarball = tarballs.find((candidate) => candidate.name === name);
    if (tarball === undefined) throw new Error(`${name} was not packed.`);
    return [basename(folder), await installTarball(tarball, tarballs, scratch)];
  });
  return new Map(consumers);
}

/** In turns, so that whatever else the machine does hits all of them. */
async function importTimes(consumers: ReadonlyMap<string, Consumer>): Promise<Row[]> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < importsMeasured; round += 1) {
    for (const [connector, { folder, tarball }] of consumers) {
      const { beyondZod } = await importTime(folder, tarball.name);
      times.set(connector, [...(times.get(connector) ?? []), beyondZod]);
    }
  }
  return Object.keys(sizeLimits).map((connector) => {
    const measured = times.get(connector);
    const spread = measured && spreadOf(measured);
    const row = { suite: 'footprint', budget: { limit: importLimit, unit: 'ms' }, figure: spread?.median } as const;
    return { ...row, name: `${connector}: import beyond zod's own`, ...(spread && { spread }) };
  });
}

async function sizeRows(consumers: ReadonlyMap<string, Consumer>, scratch: string): Promise<Row[]> {
  return inParallel(Object.entries(sizeLimits), 2, async ([connector, { limit, beyond }]): Promise<Row> => {
    const consumer = consumers.get(connector);
    const allowed = consumer && beyond !== undefined ? await bytesAlone(beyond, consumer, scratch) : 0;
    return {
      suite: 'footprint',
      name: `${connector}: installed, zod apart`,
      budget: { limit: limit + allowed / mebibyte, unit: 'MiB' },
      figure: consumer && installedBytes(consumer.folder) / mebibyte,
    };
  });
}

/** Bytes of an installation of nothing but this dependency of the connector. */
async function bytesAlone(name: string, { tarball }: Consumer, scratch: string): Promise<number> {
  const folder = join(scratch, `alone-${name}`);
  mkdirSync(folder);
  const dependencies = { [name]: tarball.manifest.dependencies[name] };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npm(folder, 'install');
  return installedBytes(folder);
}
