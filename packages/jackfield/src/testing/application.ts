import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/**
 * An operator's folder: a `package.json` that names connectors, which are installed. It is removed when the test ends.
 *
 * @param connectors folders of `packages/`
 */
export function createApplication(connectors: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const names = connectors.map((connector) => `@jackfield/${connector}`);
  const dependencies = Object.fromEntries(names.map((name) => [name, '*']));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'login', dependencies }));
  for (const name of names) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`))), link);
  }
  return folder;
}
