import { contender, peerContender } from '../measure/contenders.ts';
import { withProvider } from '../measure/provider-process.ts';
import { type Effort, type Measurement, measureRounds } from '../measure/rounds.ts';
import { withAuthority } from '../peers/install.ts';
import type { Row, SuiteName } from '../rows.ts';
import { isBuilt } from '../subjects/load-connector.ts';
import type { SubjectName } from '../subjects/index.ts';
import type { Comparison, SuiteOptions, SuiteResult } from './suite.ts';

/** A connector, what it is compared with, and how much it may cost. */
export interface Compared {
  readonly title: string;
  /** Its folder in `packages/`, and the name of its subject. */
  readonly connector: SubjectName;
  readonly bare: SubjectName;
  /** CPU relative to the bare transport, by the number of operations in flight. */
  readonly budgets: Readonly<Record<number, number>>;
  /** Requests per operation: as few as the protocol allows. */
  readonly calls: number;
  /** The same under the names that other libraries cannot be talked out of. */
  readonly fixed?: { readonly connector: SubjectName; readonly bare: SubjectName };
  /** Files in `peers/adapters`. */
  readonly peers: readonly string[];
}

/** The compiler has something to optimise until then. */
const warmUp = 24_000;
const effort: Effort = { operations: 400, rounds: 11, warmUp };
/** Other libraries take up to twenty times as long; all of them, ours too, are warmed up less. */
const peerEffort: Effort = { operations: 400, rounds: 7, warmUp: 8_000 };

/** Measures connectors beside the bare transport, and beside other libraries where that is asked for. */
export async function compareAll(
  suite: SuiteName,
  all: readonly Compared[],
  { peers, onProgress }: SuiteOptions,
): Promise<SuiteResult> {
  const rows: Row[] = [];
  const comparisons: Comparison[] = [];
  for (const compared of all) {
    const measured = isBuilt(compared.connector) ? await compareConnector(compared, onProgress) : [];
    rows.push(...rowsOf(suite, compared, measured));
    if (measured.length > 0) comparisons.push({ title: compared.title, measurements: measured });
    if (peers && measured.length > 0) comparisons.push(await comparePeers(compared, onProgress));
  }
  return { rows, comparisons };
}

async function compareConnector({ title, connector, bare, budgets }: Compared, onProgress: SuiteOptions['onProgress']) {
  return withProvider(async (provider, world) => {
    const measurements: Measurement[] = [];
    for (const inFlight of Object.keys(budgets).map(Number)) {
      onProgress(`${title}, ${inFlight} in flight`);
      measurements.push(
        ...(await measureRounds(provider, world, [contender(bare), contender(connector)], inFlight, effort)),
      );
    }
    return measurements;
  });
}

async function comparePeers(compared: Compared, onProgress: SuiteOptions['onProgress']): Promise<Comparison> {
  const { title, peers, budgets } = compared;
  const { bare, connector } = compared.fixed ?? compared;
  const measurements = await withProvider((provider, world) =>
    withAuthority(world, async (caPath) => {
      const contenders = [contender(bare), contender(connector), ...peers.map((name) => peerContender(name, caPath))];
      const results: Measurement[] = [];
      for (const inFlight of Object.keys(budgets).map(Number)) {
        onProgress(`${title}, beside other libraries, ${inFlight} in flight`);
        results.push(...(await measureRounds(provider, world, contenders, inFlight, peerEffort)));
      }
      return results;
    }),
  );
  return { title: `${title}, beside other libraries`, measurements };
}

function rowsOf(suite: SuiteName, { connector, budgets, calls }: Compared, measured: readonly Measurement[]): Row[] {
  const own = measured.filter(({ name }) => name === connector);
  const ratios = Object.entries(budgets).map(([inFlight, limit]): Row => {
    const measurement = own.find((candidate) => candidate.inFlight === Number(inFlight));
    return {
      suite,
      name: `${connector}: CPU, ${inFlight} in flight, against the bare transport`,
      budget: { limit, unit: '×' },
      figure: measurement?.ratio.median,
      ...(measurement && { spread: measurement.ratio }),
    };
  });
  const called: Row = {
    suite,
    name: `${connector}: provider calls per operation, warm`,
    budget: { limit: calls, unit: 'calls' },
    figure: own.length === 0 ? undefined : Math.max(...own.map((measurement) => measurement.calls)),
  };
  return [...ratios, called];
}
