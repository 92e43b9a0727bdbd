import { createRequire } from 'node:module';
import { join, resolve, sep } from 'node:path';
import type { ConnectorPackage } from './application-packages.ts';

/** What Node's own `import` follows (https://nodejs.org/api/packages.html#conditional-exports). */
const importConditions = ['node', 'import', 'module-sync', 'node-addons', 'default'];

/**
 * The file that `import` of the package's name would load. Node resolves names only from the folder of the importing
 * file, and the application's folder is another one; `require.resolve` would follow `require` instead of `import`.
 *
 * @param own conditions besides Node's, as {@link processConditions} reads them
 * @returns `undefined` when the package exports nothing to import
 * @throws Node's `MODULE_NOT_FOUND` when a package without `exports` has no main file
 */
export function entryPoint({ folder, exports }: ConnectorPackage, own: readonly string[]): string | undefined {
  if (exports === undefined || exports === null) return createRequire(join(folder, 'package.json')).resolve(folder);
  const target = followConditions(mainExport(exports), new Set([...own, ...importConditions]));
  if (typeof target !== 'string' || !target.startsWith('./')) return undefined;
  const path = resolve(folder, target);
  return path.startsWith(`${folder}${sep}`) ? path : undefined;
}

/** `--conditions` of this process, from its command line and `NODE_OPTIONS`. */
export function processConditions(
  args: readonly string[] = process.execArgv,
  options: string = process.env.NODE_OPTIONS ?? '',
): readonly string[] {
  const words = [...options.replaceAll('"', '').split(/\s+/), ...args];
  return words.flatMap((word, index) => {
    if (word === '--conditions' || word === '-C') return words[index + 1] ?? [];
    return /^(?:--conditions|-C)=(.+)$/.exec(word)?.[1] ?? [];
  });
}

/** `exports` holds subpaths, or is the main export itself. */
function mainExport(exports: unknown): unknown {
  const entries = toEntries(exports);
  return entries.some(([key]) => key.startsWith('.')) ? entries.find(([key]) => key === '.')?.[1] : exports;
}

/** @returns `null` where the package says that there is nothing, `undefined` where no condition holds */
function followConditions(target: unknown, conditions: ReadonlySet<string>): string | null | undefined {
  if (typeof target === 'string' || target === null) return target;
  const branches = Array.isArray(target)
    ? target.map((branch: unknown) => branch)
    : toEntries(target)
        .filter(([condition]) => conditions.has(condition))
        .map(([, branch]) => branch);
  for (const branch of branches) {
    const found = followConditions(branch, conditions);
    if (found !== undefined) return found;
  }
  return undefined;
}

function toEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
