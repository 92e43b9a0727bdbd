import { readFile } from 'node:fs/promises';

/** The variants of a fake: what each does, as a text or as its `description`. */
export type DescribedVariants = Readonly<Record<string, string | { readonly description: string }>>;

/** The cells of a table of the README, row by row: the one between `<!-- section -->` and `<!-- /section -->`. */
export async function readmeRows(section: string): Promise<string[][]> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const table = readme.split(new RegExp(`<!-- /?${section} -->`))[1] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|?$/g, '').trim()));
}

/** What the README has to say about variants. */
export function rowsOf(variants: DescribedVariants): string[][] {
  return Object.entries(variants).map(([name, variant]) => [`\`${name}\``, describe(variant)]);
}

/** The same for faults that can occur at several endpoints, each of which has one row. */
export function faultRowsOf(
  faults: Readonly<Record<string, readonly [description: string, ...unknown[]]>>,
): string[][] {
  return Object.entries(faults).map(([name, [text]]) => [`\`<endpoint>/${name}\``, `Answers with: ${text}`]);
}

/** Variants that are not named in kebab-case, after what they touch, or not described in one sentence. */
export function oddVariants(variants: DescribedVariants): string[] {
  return Object.entries(variants).flatMap(([name, variant]) =>
    /^[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && /^\S[^\n]*\.$/.test(describe(variant)) ? [] : [name],
  );
}

function describe(variant: string | { readonly description: string }): string {
  return typeof variant === 'string' ? variant : variant.description;
}
