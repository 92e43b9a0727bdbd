import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as kit from './index.ts';
import { smtpVariants } from './smtp/index.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('lists every variant of the mail server, and what it does', () => {
    const table = readme.split(/<!-- \/?smtp-variants -->/)[1] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const cells = rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|?$/g, '').trim()));
    expect(cells).toEqual(Object.entries(smtpVariants).map(([name, text]) => [`\`${name}\``, text]));
  });

  it('names every suite', () => {
    const suites = Object.keys(kit).filter((name) => name.endsWith('Suite'));
    expect(suites).toHaveLength(6);
    for (const name of suites) expect(readme).toContain(`| \`${name}\``);
  });
});
