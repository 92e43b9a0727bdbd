import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { binaryPath, runChecked } from '../../../tools/src/command.ts';
import { replaceSection } from '../../../tools/src/markdown.ts';
import type { Row } from '../rows.ts';
import type { Comparison } from '../suites/suite.ts';
import { chart } from './chart.ts';
import { describeMachine } from './machine.ts';
import { budgetTable, comparisonTable } from './text.ts';

const packageFolder = new URL('../../', import.meta.url);
const readme = fileURLToPath(new URL('README.md', packageFolder));
const chartsFolder = fileURLToPath(new URL('charts/', packageFolder));

/** Writes machine, date, tables and charts into this package's README. */
export async function writeReadme(rows: readonly Row[], comparisons: readonly Comparison[]): Promise<void> {
  rmSync(chartsFolder, { recursive: true, force: true });
  mkdirSync(chartsFolder);
  const drawn = comparisons.map((comparison) => {
    const file = `${comparison.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.svg`;
    writeFileSync(chartsFolder + file, chart(comparison));
    const table = markdownTable(comparisonTable(comparison));
    return `### ${comparison.title}\n\n![${comparison.title}](charts/${file})\n\n${table}`;
  });
  const when = `Measured on ${new Date().toISOString().slice(0, 10)}: ${describeMachine()}.`;
  const sections = {
    budgets: `${when}\n\n${markdownTable(budgetTable(rows))}`,
    comparisons: [peerVersions(), ...drawn].join('\n\n'),
  };
  const text = Object.entries(sections).reduce(
    (markdown, [name, content]) => replaceSection(markdown, name, content),
    readFileSync(readme, 'utf8'),
  );
  writeFileSync(readme, await format(text));
}

const peersGuard = z.object({ dependencies: z.record(z.string(), z.string()) });

/** As they are locked. */
function peerVersions(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('peers/package.json', packageFolder), 'utf8'));
  const versions = Object.entries(peersGuard.parse(manifest).dependencies).map(
    ([name, version]) => `${name} ${version}`,
  );
  return `The other libraries: ${versions.join(', ')}.`;
}

function markdownTable([heading = [], ...rows]: readonly (readonly string[])[]): string {
  return [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** As `pnpm format` does. */
async function format(text: string): Promise<string> {
  const args = [binaryPath('oxfmt'), '--stdin-filepath=packages/bench/README.md'];
  return (await runChecked(process.execPath, args, { input: text })).stdout;
}
