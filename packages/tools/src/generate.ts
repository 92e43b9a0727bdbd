/**
 * `pnpm generate [--check]`: writes each connector's `config-template.json`, and the configuration table and the template
 * in its README, from its guard. With `--check` nothing is written, and a file that differs is an error.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';
import { workspaceRoot } from './workspace.ts';

const check = process.argv.includes('--check');
const files = await generatedFiles();
const outdated = files.filter((file) => !file.current);

for (const file of outdated) {
  if (check) console.error(`${file.path} differs from what the guard says. Run: pnpm generate`);
  else {
    writeFileSync(join(workspaceRoot, file.path), file.text);
    console.log(`${file.path} written`);
  }
}
if (check && outdated.length > 0) process.exitCode = 1;
console.log(`${files.length} generated files, ${outdated.length} ${check ? 'outdated' : 'changed'}`);
