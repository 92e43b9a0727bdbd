import { readFile } from 'node:fs/promises';
import { configurationTable } from '@jackfield/connector-kit/schema';
import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import type { PackageContext } from './suite.ts';

/** The sections of a connector's README, in their order; each heading begins with one of these. */
export const readmeSections = [
  'At a glance',
  'Set up',
  'Configuration',
  'In your own server',
  'Coming from',
  'Test it',
  'Errors you may see',
  'Security',
] as const;

/** The README, which operators read in the console while they set the connector up. */
export const readmeCases = {
  'has a README with every section, in order': async (context) => {
    const readme = await readReadme(context);
    const headings = [...readme.matchAll(/^##\s+(.+)$/gm)].map(([, heading = '']) => heading.toLowerCase());
    const positions = readmeSections.map((section) =>
      headings.findIndex((text) => text.startsWith(section.toLowerCase())),
    );
    expect(
      readmeSections.filter((_, index) => positions[index] === -1),
      'missing sections',
    ).toEqual([]);
    expect(positions, 'the order of the sections').toEqual(positions.toSorted((one, other) => one - other));
  },
  'has a README with the configuration table made from the guard': async (context) => {
    const table = between(await readReadme(context), 'configuration');
    expect(lines(table)).toEqual(lines(configurationTable(context.module.configGuard)));
  },
  'has a README with the configuration template': async (context) => {
    const block = /```json\n([\s\S]*?)```/.exec(between(await readReadme(context), 'template'))?.[1];
    expect(JSON.parse(block ?? 'null')).toEqual(context.module.configTemplate);
  },
  'has a README that shows the package at work': async (context) => {
    const blocks = [...(await readReadme(context)).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    expect(blocks.filter((code) => code.includes(`'${context.manifest.name}'`))).not.toEqual([]);
  },
} as const satisfies Cases<PackageContext>;

function readReadme({ module, packageJsonUrl }: PackageContext): Promise<string> {
  return readFile(new URL(module.metadata.readme, packageJsonUrl), 'utf8');
}

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
function between(readme: string, name: string): string {
  const [, content, ...others] = readme.split(new RegExp(`<!-- /?${name} -->`));
  if (content === undefined || others.length !== 1)
    expect.fail(`the README needs <!-- ${name} --> and <!-- /${name} -->`);
  return content;
}

/** The lines of a Markdown text without its layout: formatters pad tables. */
function lines(markdown: string): string[] {
  const collapsed = markdown.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').replaceAll(/-{3,}/g, '---').trim());
  return collapsed.filter((line) => line !== '');
}
