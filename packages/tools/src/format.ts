import { relative } from 'node:path';
import { binaryPath, runChecked } from './command.ts';
import { workspaceRoot } from './workspace.ts';

/** Formats text as `pnpm format` does, so that the two never disagree. @param path of the file that will hold it */
export async function formatText(path: string, text: string): Promise<string> {
  const oxfmt = [binaryPath('oxfmt'), `--stdin-filepath=${relative(workspaceRoot, path)}`];
  return (await runChecked(process.execPath, oxfmt, { input: text })).stdout;
}
