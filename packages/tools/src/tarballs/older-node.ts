import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChecked } from '../command.ts';

/** The oldest Node that the packages support. */
export const oldestNode = '22.21.1';

/**
 * Installs the oldest supported Node from npm.
 *
 * @param scratch a folder for it
 * @returns the path of its executable
 */
export async function installOldestNode(scratch: string): Promise<string> {
  const windows = process.platform === 'win32';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const folder = join(scratch, 'oldest-node');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: { [name]: oldestNode } }));
  await runChecked('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder });
  const executable = join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  const version = (await runChecked(executable, ['--version'])).stdout.trim();
  if (version !== `v${oldestNode}`) throw new Error(`${name} brought Node ${version} instead of ${oldestNode}.`);
  return executable;
}
