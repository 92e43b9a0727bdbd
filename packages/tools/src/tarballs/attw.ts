import * as z from 'zod';
import { binaryPath, runCommand } from '../command.ts';
import { isFileEntry, type Tarball } from './pack.ts';

const reportGuard = z.looseObject({
  analysis: z.looseObject({
    problems: z
      .array(
        z.looseObject({ kind: z.string(), entrypoint: z.string().optional(), resolutionKind: z.string().optional() }),
      )
      .default([]),
  }),
});

/** How ES modules are resolved; what CommonJS resolves without `require(esm)` is nobody's concern here. */
const resolutions = new Set(['node16-esm', 'bundler']);

/** What `@arethetypeswrong/cli` finds wrong with the types that an ES module gets, one sentence each. */
export async function attwFaults({ path, manifest }: Tarball): Promise<string[]> {
  const assets = Object.keys(manifest.exports).filter(isFileEntry);
  const excluded = assets.length === 0 ? [] : ['--exclude-entrypoints', ...assets.map((entry) => entry.slice(2))];
  const args = [
    binaryPath('@arethetypeswrong/cli', 'attw'),
    path,
    '--profile',
    'esm-only',
    '--format',
    'json',
    ...excluded,
  ];
  const { status, stdout, output } = await runCommand(process.execPath, args);
  if (status === 0) return [];
  const report = readReport(stdout);
  if (report === undefined) return [`attw ended with ${status}: ${output.trim()}`];
  return report.analysis.problems
    .filter(({ resolutionKind }) => resolutionKind === undefined || resolutions.has(resolutionKind))
    .filter(({ entrypoint }) => entrypoint === undefined || !assets.includes(entrypoint))
    .map(({ kind, entrypoint, resolutionKind }) =>
      ['attw:', kind, entrypoint, resolutionKind].filter(Boolean).join(' '),
    );
}

function readReport(json: string): z.infer<typeof reportGuard> | undefined {
  try {
    return reportGuard.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}
