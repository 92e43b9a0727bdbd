import { contender } from '../measure/contenders.ts';
import { withProvider } from '../measure/provider-process.ts';
import { measureRounds } from '../measure/rounds.ts';
import type { Row } from '../rows.ts';
import type { SuiteOptions, SuiteResult } from './suite.ts';

const inFlight = 32;

/** Sign-ins through the host, beside the same sign-ins without it. */
export async function runHost({ onProgress }: SuiteOptions): Promise<SuiteResult> {
  const row: Omit<Row, 'figure'> = {
    suite: 'host',
    name: 'connector-host: callbacks per second on SQLite, against the flow without a host',
    budget: { limit: 0.5, unit: '×', at: 'least' },
  };
  onProgress(`Sign-in through the host, ${inFlight} in flight`);
  const measurements = await withProvider((provider, world) =>
    measureRounds(provider, world, [contender('oidc-standard'), contender('host')], inFlight, {
      operations: 400,
      rounds: 11,
      warmUp: 24_000,
    }),
  );
  const [without, through] = measurements.map(({ operationsPerSecond }) => operationsPerSecond);
  const figure = through !== undefined && without !== undefined ? through / without : Number.NaN;
  return {
    rows: [{ ...row, figure }],
    comparisons: [{ title: 'Sign-in through the host, beside the same without it', measurements }],
  };
}
