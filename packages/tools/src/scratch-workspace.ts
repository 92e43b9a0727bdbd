import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runChecked } from './command.ts';

/**
 * Copies a workspace into a temporary folder: the files that git tracks or would track, and the links to dependencies.
 * Links between packages lead to the copies; third-party packages and commands stay where they are.
 *
 * @param name part of the copy's name
 * @returns the path of the copy
 */
export async function copyWorkspace(root: string, name: string): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), `jackfield-${name}-`));
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const { stdout } = await runChecked('git', listing, { cwd: root });
  for (const file of new Set(stdout.split('\0'))) {
    if (file !== '' && existsSync(join(root, file))) copyFile(root, scratch, file);
  }
  const modules = join(root, 'node_modules');
  mkdirSync(join(scratch, 'node_modules'));
  for (const entry of readdirSync(modules).filter((found) => isVisible(found) || neededFolders.has(found))) {
    symlinkSync(join(modules, entry), join(scratch, 'node_modules', entry));
  }
  for (const folder of readdirSync(join(root, 'packages'))) {
    copyLinks(root, scratch, join('packages', folder, 'node_modules'));
  }
  return scratch;
}

function copyFile(root: string, scratch: string, file: string): void {
  mkdirSync(dirname(join(scratch, file)), { recursive: true });
  cpSync(join(root, file), join(scratch, file));
}

const neededFolders = new Set(['.pnpm', '.bin']);
const isVisible = (path: string): boolean => !basename(path).startsWith('.');

/** pnpm's links are relative, so copies of them lead into the scratch workspace. */
function copyLinks(root: string, scratch: string, path: string): void {
  if (!existsSync(join(root, path))) return;
  cpSync(join(root, path), join(scratch, path), { recursive: true, verbatimSymlinks: true, filter: isVisible });
}
