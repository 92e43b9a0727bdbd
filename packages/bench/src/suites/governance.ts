import type { Row } from '../rows.ts';
import { measureSync } from '../governance/measure-sync.ts';
import type { SuiteOptions, SuiteResult } from './suite.ts';

const [few, many] = [10_000, 100_000];

/** Requests and memory of a governance sync. */
export async function runGovernance({ onProgress }: SuiteOptions): Promise<SuiteResult> {
  onProgress(`Governance: a tenant of ${few} users`);
  const small = await measureSync(few);
  onProgress(`Governance: a tenant of ${many} users`);
  const large = await measureSync(many);
  const requests = Math.max(...[small, large].map((cost) => cost.requests / cost.minimum));
  const rows: Row[] = [
    {
      suite: 'governance',
      name: 'logto-governance: requests, against the least that could do',
      budget: { limit: 1.05, unit: '×' },
      figure: requests,
    },
    {
      suite: 'governance',
      name: `logto-governance: peak memory with ${many} users, against ${few}`,
      budget: { limit: 1.3, unit: '×' },
      figure: large.peak / small.peak,
    },
  ];
  return { rows, comparisons: [] };
}
