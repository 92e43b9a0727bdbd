/**
 * `pnpm check:tarballs [package name …]`: builds and packs every public package, checks what is in the tarballs, installs
 * each with npm into an empty folder, loads it under plain Node, and compiles a program against it. Prints a table; the
 * exit code is not 0 when anything is wrong.
 *
 * `pnpm check:tarballs --update`: writes what is packed today as what is expected from now on, and checks nothing.
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.ts';
import { formatText } from './format.ts';
import { inParallel } from './in-parallel.ts';
import { textTable } from './table.ts';
import { type Consumer, installTarball } from './tarballs/consumer.ts';
import { consumerFaults } from './tarballs/consumer-faults.ts';
import { expectationOf, expectationsUrl, readExpectations } from './tarballs/expected.ts';
import { installOldestNode, oldestNode } from './tarballs/older-node.ts';
import { packPackage, type Tarball } from './tarballs/pack.ts';
import { tarballFaults } from './tarballs/tarball-faults.ts';
import { isConnector, isPublic, withDependencies, workspacePackages } from './workspace.ts';

interface Result {
  tarball: Tarball;
  consumer: Consumer;
  faults: string[];
}

const runTurbo = fileURLToPath(new URL('run-turbo.ts', import.meta.url));
const update = process.argv.includes('--update');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--update');
const all = workspacePackages().filter(isPublic);
const unknown = wanted.filter((name) => !all.some((candidate) => candidate.name === name));
if (unknown.length > 0) throw new Error(`No public package is called ${unknown.join(', ')}.`);

const packages = wanted.length === 0 ? all : withDependencies(wanted, all);
const connectors = new Set(packages.filter(isConnector).map(({ name }) => name));
const filters = packages.map(({ name }) => `--filter=${name}`);
const build = await runCommand(process.execPath, [runTurbo, 'build', ...filters], { output: 'inherit' });
if (build.status !== 0) process.exitCode = 1;
else {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'jackfield-tarballs-')));
  try {
    const tarballs = await inParallel(packages, 2, (candidate) => packPackage(candidate, scratch));
    if (update) await updateExpectations(tarballs);
    else await checkTarballs(tarballs, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Packages that are gone are forgotten, and those that were not asked for stay as they are. */
async function updateExpectations(tarballs: readonly Tarball[]): Promise<void> {
  const before = readExpectations();
  const entries = all.flatMap(({ name }) => {
    const tarball = tarballs.find((candidate) => candidate.name === name);
    const expectation = tarball ? expectationOf(tarball, before[name]) : before[name];
    return expectation ? [[name, expectation] as const] : [];
  });
  const path = fileURLToPath(expectationsUrl);
  writeFileSync(path, await formatText(path, JSON.stringify(Object.fromEntries(entries), null, 2)));
  console.log(`${tarballs.length} packages written to ${path}`);
}

async function checkTarballs(tarballs: readonly Tarball[], scratch: string): Promise<void> {
  const nodes = { [process.versions.node]: process.execPath, [oldestNode]: await installOldestNode(scratch) };
  const chosen = tarballs.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const expectations = readExpectations();
  const results = await inParallel(chosen, 2, async (tarball): Promise<Result> => {
    const faults = await tarballFaults(tarball, expectations);
    const consumer = await installTarball(tarball, tarballs, scratch);
    faults.push(...(await consumerFaults(consumer, nodes, connectors.has(tarball.name))));
    return { tarball, consumer, faults };
  });

  console.log(`\n${describeResults(results)}\n`);
  for (const { tarball, faults } of results) {
    for (const fault of faults) console.error(`${tarball.name}: ${fault}`);
  }
  const count = results.reduce((sum, { faults }) => sum + faults.length, 0);
  console.log(`${results.length} tarballs under Node ${Object.keys(nodes).join(' and ')}: ${count} faults`);
  if (count > 0) process.exitCode = 1;
}

function describeInstalled({ installed, tarball }: Consumer): string {
  const others = installed.map(({ name }) => name).filter((name) => name !== tarball.name);
  return others.length > 8 ? `${others.length} packages` : others.join(' ') || 'nothing';
}

function describeResults(results: readonly Result[]): string {
  const heading = ['package', 'version', 'packed', 'files', 'installs', 'faults'];
  const rows = results.map(({ tarball, consumer, faults }) => [
    tarball.name,
    tarball.manifest.version,
    `${(tarball.size / 1000).toFixed(1)} kB`,
    String(tarball.files.length),
    describeInstalled(consumer),
    String(faults.length),
  ]);
  return textTable([heading, ...rows]);
}
