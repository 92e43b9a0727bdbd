import * as z from 'zod';
import { textTable } from './table.ts';

const outcomeGuard = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string().optional(),
  own: z.boolean().optional(),
  connector: z.string(),
  type: z.string(),
  outcome: z.string(),
});

/** What of vitest's JSON report is read; `meta.attack` is written by the test kit's `attackSuite`. */
export const attackReportGuard = z.looseObject({
  testResults: z.array(
    z.looseObject({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.looseObject({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
          meta: z.looseObject({ attack: outcomeGuard.optional() }).optional(),
        }),
      ),
    }),
  ),
});

export type AttackReport = z.infer<typeof attackReportGuard>;
type Outcome = z.infer<typeof outcomeGuard>;

/** Stands before the attacks that this project has found. */
const ownMark = '* ';

/** One table for each type of connector: attack × connector → code, "harmless", or a dash. */
export function attackMatrices(report: AttackReport): string[] {
  const outcomes = outcomesOf(report);
  const types = [...new Set(outcomes.map(({ type }) => type))];
  return types.map((type) =>
    matrix(
      type,
      outcomes.filter((outcome) => outcome.type === type),
    ),
  );
}

function matrix(type: string, outcomes: readonly Outcome[]): string {
  const connectors = [...new Set(outcomes.map(({ connector }) => connector))].toSorted();
  const attacks = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const rows = [...attacks.values()].map(({ id, title, source, own }) => [
    `${own ? ownMark : ''}${title}${source === undefined ? '' : ` (${source})`}`,
    ...connectors.map((connector) => cell(outcomes.find((one) => one.id === id && one.connector === connector))),
  ]);
  return textTable([[`${type}: attack`, ...connectors], ...rows]);
}

function cell(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'NOT RUN';
  if (outcome.outcome.startsWith('refused with ')) return outcome.outcome.slice('refused with '.length);
  return outcome.outcome.startsWith('harmless') ? 'harmless' : '–';
}

/** What the mark means, and how many attacks have it. */
export function ownFinds(report: AttackReport): string {
  const finds = new Set(outcomesOf(report).flatMap(({ id, own }) => (own ? [id] : [])));
  return `${ownMark}found by this project: ${finds.size} attacks, each with a source that shows the like`;
}

/** What "harmless" and the dashes mean, connector by connector. */
export function attackNotes(report: AttackReport): string {
  const notes = outcomesOf(report).filter(({ outcome }) => !outcome.startsWith('refused'));
  return textTable([
    ['connector', 'attack', 'what became of it'],
    ...notes.map(({ connector, id, outcome }) => [connector, id, outcome]),
  ]);
}

/** What went wrong: attacks that passed through, files that did not run, connectors without attacks. */
export function attackFaults(report: AttackReport, connectors: readonly string[]): string[] {
  const failed = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && tests.length === 0) return [`${name} did not run: ${message}`];
    return tests.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages?.[0]?.split('\n')[0] ?? ''}`);
  });
  const attacked = new Set(outcomesOf(report).map(({ connector }) => connector));
  const spared = connectors.filter((connector) => !attacked.has(connector));
  return [
    ...failed,
    ...spared.map((connector) => `${connector} has no src/attack-suite.test.ts that calls attackSuite.`),
  ];
}

function outcomesOf({ testResults }: AttackReport): Outcome[] {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ status, meta }) => (status === 'passed' && meta?.attack ? [meta.attack] : [])),
  );
}
