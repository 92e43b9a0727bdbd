import { join } from 'node:path';
import { inParallel } from '../in-parallel.ts';
import { installOptionalPeers, installPublished } from '../tarballs/consumer.ts';
import { installOldestNode, oldestNode } from '../tarballs/older-node.ts';
import type { Tarball } from '../tarballs/pack.ts';
import { isConnector } from '../workspace.ts';
import { type Examination, examine, type Surroundings } from './examine.ts';
import { importTime } from './import-time.ts';
import type { Registry } from './registry.ts';
import type { ScratchRepository } from './scratch-repository.ts';
import { tryConnector } from './try-connector.ts';

const kit = '@jackfield/connector-kit';
const testKit = '@jackfield/connector-test-kit';

export interface Rehearsal {
  examinations: (Examination & { milliseconds: number })[];
  /** One sentence each. */
  faults: string[];
  /** The folder with the tarballs of every package, as `changeset pack` wrote it. */
  packed: string;
}

/**
 * Makes the three releases.
 *
 * @param scratch for folders
 * @param onStep told of each step
 */
export async function rehearse(
  repository: ScratchRepository,
  registry: Registry,
  scratch: string,
  onStep: (step: string) => void,
): Promise<Rehearsal> {
  onStep('release every package');
  const { tarballs: all, packed } = await repository.release('everything');
  const faults = firstReleaseFaults(all, repository.versions());

  onStep('install the test kit');
  const surroundings = await prepare(all, registry, scratch);
  const examinations = await inParallel(all, 2, async (tarball) => {
    onStep(`install ${tarball.name} ${tarball.manifest.version} alone`);
    return examine(tarball, isConnector(tarball), surroundings);
  });

  const connector = all.find(isConnector);
  if (connector === undefined) throw new Error('There is no connector.');
  onStep(`release a patch of ${connector.name}`);
  const patched = await releaseOne(repository, connector.name, 'patch');
  faults.push(...patched.faults);
  for (const tarball of patched.tarballs) examinations.push(await examine(tarball, isConnector(tarball), surroundings));

  onStep(`release a minor of ${kit}, and install ${connector.name} ${connector.manifest.version} beside it`);
  const minor = await releaseOne(repository, kit, 'minor');
  faults.push(...minor.faults);
  for (const tarball of minor.tarballs) {
    examinations.push(await examine(tarball, false, surroundings));
    faults.push(...(await neighbourFaults(connector, tarball, surroundings)));
  }

  onStep('measure imports');
  const measured: Rehearsal['examinations'] = [];
  for (const examination of examinations) {
    measured.push({ ...examination, milliseconds: await importTime(examination.consumer) });
  }
  const found = examinations.flatMap((examination) =>
    examination.faults.map((fault) => `${describe(examination.consumer.tarball)}: ${fault}`),
  );
  return { examinations: measured, faults: [...found, ...faults], packed };
}

const describe = ({ name, manifest }: Tarball): string => `${name} ${manifest.version}`;

/** That the release of everything was one of everything, and that nothing is released below 1.0.0. */
function firstReleaseFaults(released: readonly Tarball[], versions: ReadonlyMap<string, string>): string[] {
  const names = new Set(released.map(({ name }) => name));
  return [
    ...[...versions.keys()].filter((name) => !names.has(name)).map((name) => `${name} was not released`),
    ...released
      .filter(({ manifest }) => manifest.version.startsWith('0.'))
      .map((tarball) => `${describe(tarball)} was released: its first release needs a changeset with \`major\``),
  ];
}

/** What every examination needs: the oldest Node, and fake providers from the published test kit. */
async function prepare(all: readonly Tarball[], registry: Registry, scratch: string): Promise<Surroundings> {
  const tarball = all.find(({ name }) => name === testKit);
  const egress = all.find(({ name }) => name === '@jackfield/egress');
  if (tarball === undefined || egress === undefined) throw new Error(`${testKit} and egress were not released.`);
  const providers = join(scratch, 'providers');
  const specifiers = [tarball, egress].map(({ name, manifest }) => registry.specifier(name, manifest.version));
  const consumer = await installPublished(tarball, specifiers, registry.npmArguments, providers);
  await installOptionalPeers(consumer);
  const nodes = { [process.versions.node]: process.execPath, [oldestNode]: await installOldestNode(scratch) };
  return { registry, nodes, providers, scratch };
}

/** Releases a change of one package, and checks that no other was released and no other version changed. */
async function releaseOne(
  repository: ScratchRepository,
  name: string,
  bump: 'patch' | 'minor',
): Promise<{ tarballs: Tarball[]; faults: string[] }> {
  const before = repository.versions();
  await repository.addChangeset(name, bump);
  const { tarballs } = await repository.release(bump);
  const released = tarballs.map((tarball) => tarball.name);
  const changed = [...repository.versions()].filter(([one, version]) => before.get(one) !== version);
  const faults = [released, changed.map(([one]) => one)]
    .filter((names) => names.join() !== name)
    .map((names) => `a ${bump} of ${name} released ${names.join(', ') || 'nothing'}`);
  return { tarballs, faults: [...new Set(faults)] };
}

/** Uses a connector that was published before this version of the kit, beside it. */
async function neighbourFaults(connector: Tarball, newer: Tarball, surroundings: Surroundings): Promise<string[]> {
  const { registry, providers, scratch } = surroundings;
  const specifiers = [connector, newer].map(({ name, manifest }) => registry.specifier(name, manifest.version));
  const folder = join(scratch, 'neighbours');
  const consumer = await installPublished(connector, specifiers, registry.npmArguments, folder);
  const kits = consumer.installed.filter(({ name }) => name === newer.name).map(({ version }) => version);
  const wrongKit = kits.join() === newer.manifest.version ? [] : [`npm installed the kit as ${kits.join(' and ')}`];
  const { faults } = await tryConnector(consumer, providers);
  return [...wrongKit, ...faults].map((fault) => `${describe(connector)} beside ${describe(newer)}: ${fault}`);
}
