import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { typeErrors } from '../type-errors.ts';
import type { Consumer } from './consumer.ts';
import { isFileEntry, type Tarball } from './pack.ts';

const moduleSettings = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'preserve', moduleResolution: 'bundler' },
};

/** A strict program that checks the declarations it uses, too. */
const compilerOptions = {
  target: 'es2023',
  lib: ['es2023'],
  types: ['node'],
  noEmit: true,
  skipLibCheck: false,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
};

/**
 * Compiles a program that imports every entry, as Node resolves modules and as bundlers do.
 *
 * @returns what went wrong, one line each
 */
export async function typeFaults({ folder, tarball }: Consumer, connector: boolean): Promise<string[]> {
  writeFileSync(join(folder, 'program.ts'), typesProgram(tarball, connector));
  const faults: string[] = [];
  for (const [name, settings] of Object.entries(moduleSettings)) {
    const errors = await typeErrors(folder, {
      compilerOptions: { ...compilerOptions, ...settings },
      files: ['program.ts'],
    });
    faults.push(...errors.filter(({ file }) => isOurs(file)).map(({ text }) => `types, ${name}: ${text}`));
  }
  return faults;
}

/** Declarations of other publishers are compiled too, but their errors are theirs to mend. */
const isOurs = (file: string): boolean =>
  !file.startsWith('node_modules/') || /^node_modules\/(?:@jackfield|jackfield[^/]*)\//.test(file);

function typesProgram({ name, manifest }: Tarball, connector: boolean): string {
  const modules = Object.keys(manifest.exports).filter((path) => !isFileEntry(path));
  const imports = modules.map((path, index) => `import * as entry${index} from '${name}${path.slice(1)}';`);
  const use = `export const entries: object[] = [${modules.map((_, index) => `entry${index}`).join(', ')}];`;
  const contract = connector
    ? [
        `import create, { configGuard, configTemplate, metadata } from '${name}';`,
        `import type { ConnectorModule } from '@jackfield/connector-kit';`,
        `export const connector: ConnectorModule = { metadata, configGuard, configTemplate, default: create };`,
      ]
    : [];
  return [...imports, ...contract, use, ''].join('\n');
}
