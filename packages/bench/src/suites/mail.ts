import * as z from 'zod';
import { contender } from '../measure/contenders.ts';
import { withProvider } from '../measure/provider-process.ts';
import { countsGuard } from '../provider/world.ts';
import type { Row } from '../rows.ts';
import { compareAll, type Compared } from './compare.ts';
import type { SuiteOptions, SuiteResult } from './suite.ts';

const compared: Compared = {
  title: 'A mail over TLS',
  connector: 'smtp-email',
  bare: 'bare/mail',
  budgets: { 1: 1.25, 32: 1.25 },
  calls: 1,
  peers: ['logto-smtp'],
};

/** The size of the connector's pool, as its configuration has it by default. */
const poolSize = 5;

/** What a mail costs, and how many connections many mails take. */
export async function runMail(options: SuiteOptions): Promise<SuiteResult> {
  const { rows, comparisons } = await compareAll('smtp', [compared], options);
  return { rows: [...rows, await connectionsOf(500)], comparisons };
}

async function connectionsOf(mails: number): Promise<Row> {
  const figure = await withProvider(async (provider, world) => {
    const worker = contender(compared.connector).start(world);
    try {
      await worker.call('batch', z.unknown(), { count: mails, inFlight: 32 });
      return (await provider.call('counts', countsGuard)).mailConnections;
    } finally {
      await worker.close();
    }
  });
  const name = `${compared.connector}: connections for ${mails} mails`;
  return { suite: 'smtp', name, budget: { limit: poolSize, unit: 'connections' }, figure };
}
