import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command.ts';
import { type Consumer, plainEnvironment } from './consumer.ts';
import type { ConsumerTask } from './consumer-script.ts';
import { isFileEntry, type Tarball } from './pack.ts';

/**
 * Loads the package under each Node, by `import` and by `require`.
 *
 * @param nodes version → path of its executable
 * @returns what went wrong, one line each
 */
export async function loadFaults(
  { folder, tarball }: Consumer,
  nodes: Readonly<Record<string, string>>,
  connector: boolean,
): Promise<string[]> {
  const script = join(folder, 'consumer-script.ts');
  copyFileSync(new URL('consumer-script.ts', import.meta.url), script);
  const specifiers = Object.keys(tarball.manifest.exports).map((path) => tarball.name + path.slice(1));
  const task: ConsumerTask = {
    name: tarball.name,
    modules: specifiers.filter((specifier) => !isFileEntry(specifier)),
    files: specifiers.filter(isFileEntry),
    connector,
  };
  const faults: string[] = [];
  for (const [version, node] of Object.entries(nodes)) {
    for (const mode of ['import', 'require']) {
      const modules = task.modules.filter((name) => mode === 'import' || !needsVitest(tarball, name));
      const args = [script, mode, JSON.stringify({ ...task, modules })];
      const { status, stdout, output } = await runCommand(node, args, { cwd: folder, env: plainEnvironment() });
      const lines = status === 0 ? stdout.trim().split('\n').filter(Boolean) : [`ended with ${status}: ${output}`];
      faults.push(...lines.map((line) => `Node ${version}, ${mode}: ${line}`));
    }
  }
  return faults;
}

/** vitest refuses to be required, so the suites built on it can only be imported. */
const needsVitest = ({ name, manifest }: Tarball, specifier: string): boolean =>
  specifier === name && 'vitest' in manifest.peerDependencies;
