import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as kit from './index.ts';
import { smtpVariants } from './smtp/index.ts';
import { readmeRows, rowsOf } from './testing/readme-table.ts';

describe('the README', () => {
  it('lists every variant of the mail server, and what it does', async () => {
    expect(await readmeRows('smtp-variants')).toEqual(rowsOf(smtpVariants));
  });

  it('names every suite', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const suites = Object.keys(kit).filter((name) => name.endsWith('Suite'));
    expect(suites).toHaveLength(6);
    for (const name of suites) expect(readme).toContain(`| \`${name}\``);
  });
});
