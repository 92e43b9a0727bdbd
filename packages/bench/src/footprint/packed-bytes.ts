import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryPath, runChecked } from '../../../tools/src/command.ts';
import { bytesIn } from './installed-bytes.ts';

const besidesCode = ['package.json', 'README.md', 'LICENSE', 'logo.svg', 'logo-dark.svg', 'config-template.json'];

/**
 * Bytes of what would be packed of a package of this workspace, built from its sources as they are now. Types are not
 * checked: those of its dependencies may not be built.
 */
export async function packedBytes(folder: string): Promise<number> {
  const built = mkdtempSync(join(tmpdir(), 'jackfield-bench-build-'));
  try {
    const tsc = [binaryPath('typescript', 'tsc'), '-p', 'tsconfig.build.json', '--noCheck', '--outDir', built];
    await runChecked(process.execPath, tsc, { cwd: folder });
    const files = besidesCode.map((name) => join(folder, name)).filter((path) => existsSync(path));
    return bytesIn(built) + files.reduce((sum, path) => sum + statSync(path).size, 0);
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}
