import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import * as z from 'zod';
import type { Cases } from '../define-suite.ts';
import { probe } from './probe.ts';
import type { PackageContext } from './suite.ts';

const reportGuard = z.object({
  /** Types of resources that reach outside, as `node:async_hooks` names them. */
  outside: z.array(z.string()),
  error: z.string().optional(),
});

/** Milliseconds for the process; generous, for busy machines. */
const timeout = 15_000;

/** What the package does to a process that merely imports it: nothing. */
export const isolationCases = {
  'reaches nothing outside when it is imported and created': async (context) => {
    const { outside, error } = await runProbe(context, 'import');
    expect(error, 'what the import or the factory threw').toBeUndefined();
    expect(outside).toEqual([]);
  },
  'can be loaded by require': async (context) => {
    expect(await runProbe(context, 'require')).toEqual({ outside: [] });
  },
} as const satisfies Cases<PackageContext>;

/** Loads the package by its own name in a process of its own, which must end by itself. */
async function runProbe({ manifest, packageJsonUrl }: PackageContext, how: 'import' | 'require') {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=@jackfield/source',
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '--eval',
      probe,
      manifest.name,
      how,
    ],
    { cwd: fileURLToPath(new URL('.', packageJsonUrl)), env: environment, timeout },
  );
  return reportGuard.parse(JSON.parse(stdout));
}
