import { answerVariants, type Fault, faults, faultyEndpoints } from './answers.ts';
import { variants } from './index.ts';

type Row = readonly [name: string, description: string];

/** The Markdown table of every variant, as it stands in the README. */
export function variantTable(): string {
  const single = Object.entries(variants)
    .filter(([name]) => !Object.hasOwn(answerVariants, name))
    .map(([name, { description }]): Row => [`\`${name}\``, description]);
  const atEveryEndpoint = Object.entries<Fault>(faults).map(([name, [description]]): Row => [
    `\`<endpoint>/${name}\``,
    `Answers with: ${description}`,
  ]);
  const endpoints = Object.keys(faultyEndpoints).map((name) => `\`${name}\``);
  return `${table(['variant', 'what the provider does'], [...single, ...atEveryEndpoint])}

\`<endpoint>\` is any of ${endpoints.join(', ')}.`;
}

/** Aligned, as formatters of Markdown have it. */
function table(header: Row, rows: readonly Row[]): string {
  const [left, right] = [0, 1].map((column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = ([name, description]: Row, filler = ' '): string =>
    `| ${name.padEnd(left ?? 0, filler)} | ${description.padEnd(right ?? 0, filler)} |`;
  return [line(header), line(['', ''], '-'), ...rows.map((row) => line(row))].join('\n');
}
