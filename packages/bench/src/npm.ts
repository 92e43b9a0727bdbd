import { runChecked } from '../../tools/src/command.ts';
import { plainEnvironment } from '../../tools/src/tarballs/consumer.ts';

/** Runs npm in a folder, without the scripts of what it installs. */
export async function npm(folder: string, ...args: string[]): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await runChecked('npm', [...args, ...quiet], { cwd: folder, env: plainEnvironment() });
}
