/**
 * `pnpm check:tarballs [package name …]`: builds and packs every public package, checks what is in the tarballs, installs
 * each with npm into an empty folder, loads it under plain Node, and compiles a program against it. Prints a table; the
 * exit code is not 0 when anything is wrong.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { runCommand } from './command.ts';
import { inParallel } from './in-parallel.ts';
import { textTable } from './table.ts';
import { type Consumer, installOptionalPeers, installTarball } from './tarballs/consumer.ts';
import { contentFaults } from './tarballs/contents.ts';
import { installFaults } from './tarballs/install-limits.ts';
import { loadFaults } from './tarballs/load-faults.ts';
import { installOldestNode, oldestNode } from './tarballs/older-node.ts';
import { packPackage, type Tarball } from './tarballs/pack.ts';
import { typeFaults } from './tarballs/type-faults.ts';
import { isConnector, isPublic, withDependencies, workspacePackages } from './workspace.ts';

interface Result {
  tarball: Tarball;
  consumer: Consumer;
  faults: string[];
}

const socialGuard = z.looseObject({ metadata: z.looseObject({ type: z.literal('Social') }) });

const runTurbo = fileURLToPath(new URL('run-turbo.ts', import.meta.url));
const wanted = process.argv.slice(2);
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
    await checkTarballs(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function checkTarballs(scratch: string): Promise<void> {
  const tarballs = await inParallel(packages, 2, (candidate) => packPackage(candidate, scratch));
  const nodes = { [process.versions.node]: process.execPath, [oldestNode]: await installOldestNode(scratch) };
  const chosen = tarballs.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const results = await inParallel(chosen, 2, (tarball) => checkTarball(tarball, tarballs, nodes, scratch));

  console.log(`\n${describeResults(results)}\n`);
  for (const { tarball, faults } of results) {
    for (const fault of faults) console.error(`${tarball.name}: ${fault}`);
  }
  const count = results.reduce((sum, { faults }) => sum + faults.length, 0);
  console.log(`${results.length} tarballs under Node ${Object.keys(nodes).join(' and ')}: ${count} faults`);
  if (count > 0) process.exitCode = 1;
}

async function checkTarball(
  tarball: Tarball,
  tarballs: readonly Tarball[],
  nodes: Readonly<Record<string, string>>,
  scratch: string,
): Promise<Result> {
  const connector = connectors.has(tarball.name);
  const contents = await contentFaults(tarball);
  const consumer = await installTarball(tarball, tarballs, scratch);
  await installOptionalPeers(consumer);
  const faults = [
    ...contents,
    ...(await loadFaults(consumer, nodes, connector)),
    ...(await typeFaults(consumer, connector)),
    ...installFaults(consumer, signsPeopleIn(consumer)),
  ];
  return { tarball, consumer, faults };
}

function signsPeopleIn({ folder, tarball: { name } }: Consumer): boolean {
  if (!connectors.has(name)) return name === '@jackfield/oauth-kit';
  return socialGuard.safeParse(createRequire(join(folder, 'package.json'))(name)).success;
}

function describeInstalled({ installed, tarball }: Consumer): string {
  const others = installed.filter((name) => name !== tarball.name);
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
