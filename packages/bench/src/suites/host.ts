import { notBuilt } from './not-built.ts';
import type { SuiteResult } from './suite.ts';

/** Sign-ins through the host. */
export async function runHost(): Promise<SuiteResult> {
  return notBuilt('host', {
    'connector-host: callbacks per second on SQLite, against the flow without a host': {
      limit: 0.5,
      unit: '×',
      at: 'least',
    },
  });
}
