import type { Chaos } from './chaos.ts';
import type { Findings } from './findings.ts';
import { groupBy } from './group.ts';
import type { Journal } from './journal.ts';
import type { SoakOptions } from './options.ts';

/** Lines of a list; the rest is counted. */
const mostLines = 20;

export interface Outcome {
  readonly journal: Journal;
  readonly findings: Findings;
  readonly idle: readonly string[];
  readonly chaos: Chaos;
  /** Starts of a host that had to wait for the database. */
  readonly delays: number;
  /** Sealed values that were opened, and entries of the audit log, afterwards. */
  readonly sealed: number;
  readonly entries: number;
}

/** The soak's result, as people read it. */
export function describe({ database, seconds, seed }: SoakOptions, outcome: Outcome): string {
  const { journal, findings, idle, chaos, delays, sealed, entries } = outcome;
  const { broken, acknowledged, doubled, lost, unknown } = findings;
  const operations = [...journal.operations].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    `Two hosts on ${database}, ${seconds} s, seed ${seed}: ${chaos.kills} kills, ${chaos.restarts} crashes of the database, ${delays} starts that had to wait for it`,
    '',
    row(['', 'acknowledged', 'refused', 'unknown']),
    ...operations.map(([name, count]) => row([name, count.acknowledged, count.refused, count.unknown])),
    '',
    ...figure('requests', journal.requests),
    ...figure('failures seen by clients', total(journal.failures), list(journal.failures)),
    ...figure('rules broken', broken.length, broken),
    ...figure('messages acknowledged', acknowledged),
    ...figure('  and doubled', doubled.length, doubled),
    ...figure('  and never handed over: lost', lost.length, lost),
    ...figure('messages unknown', total(unknown), list(unknown)),
    ...figure('sealed values opened', sealed),
    ...figure('entries of the audit log verified', entries),
    ...(idle.length === 0 ? [] : ['', 'Too little got through:', ...idle.map((line) => `    ${line}`)]),
  ].join('\n');
}

/** Whether everything is as it must be. */
export function isClean({ findings, idle }: Pick<Outcome, 'findings' | 'idle'>): boolean {
  const { broken, doubled, lost } = findings;
  return [broken, doubled, lost, idle].every(({ length }) => length === 0);
}

function row([name = '', ...cells]: readonly (string | number)[]): string {
  return [String(name).padEnd(24), ...cells.map((cell) => String(cell).padStart(14))].join('');
}

function figure(name: string, value: number, lines: readonly string[] = []): readonly string[] {
  const groups = [...groupBy(lines, (line) => line)].map(([line, { length }]) =>
    length > 1 ? `${length} × ${line}` : line,
  );
  const shown = groups.slice(0, mostLines).map((line) => `    ${line}`);
  const more = groups.length - shown.length;
  return [`${name.padEnd(36)}${String(value).padStart(10)}`, ...shown, ...(more > 0 ? [`    and ${more} more`] : [])];
}

function list(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([what, count]) => `${count} × ${what}`);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
