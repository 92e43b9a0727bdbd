import { useCode } from './codes-work.ts';
import { changeConnector, createConnector, listConnectors, removeConnector, replaceMail } from './connectors-work.ts';
import { signIn } from './people-work.ts';
import { createChance } from './random.ts';
import { exportConnectors, readAudit, verifyAudit } from './reading-work.ts';
import { type Client, report, type Site } from './site.ts';

interface Work {
  /** How often, in comparison to the others. */
  readonly weight: number;
  readonly run: (client: Client) => Promise<unknown>;
}

const works: readonly Work[] = [
  { weight: 14, run: (client) => useCode(client, 'email') },
  { weight: 10, run: (client) => useCode(client, 'phone') },
  { weight: 24, run: signIn },
  { weight: 10, run: createConnector },
  { weight: 7, run: removeConnector },
  { weight: 6, run: replaceMail },
  { weight: 12, run: changeConnector },
  { weight: 6, run: listConnectors },
  { weight: 5, run: readAudit },
  { weight: 1, run: verifyAudit },
  { weight: 5, run: exportConnectors },
];
const totalWeight = works.reduce((sum, { weight }) => sum + weight, 0);

/** Clients that do one thing after the other, each by a chance of its own. */
export function createClients(site: Site, count: number, seed: number): readonly Client[] {
  let last = 0;
  return Array.from({ length: count }, (_, index) => ({
    ...site,
    chance: createChance(seed * 1000 + index),
    ip: `10.1.0.${index + 1}`,
    next: () => (last += 1),
    browser: new Map(),
  }));
}

/** Lets all clients work until the signal comes, and the last of them is done. */
export async function runLoad(clients: readonly Client[], signal: AbortSignal): Promise<void> {
  await Promise.all(
    clients.map(async (client) => {
      while (!signal.aborted) await attempt(client, choose(client));
    }),
  );
}

/** Everything once. */
export async function runOnce(client: Client): Promise<void> {
  for (const work of works) await attempt(client, work);
}

function choose({ chance }: Client): Work {
  let point = chance.number() * totalWeight;
  return works.find(({ weight }) => (point -= weight) < 0) ?? chance.pick(works);
}

/** An answer that cannot be read is a fault of the host, too. */
async function attempt(client: Client, { run }: Work): Promise<void> {
  try {
    await run(client);
  } catch (error) {
    report(client, `${run.name || 'a client'} could not go on: ${String(error).slice(0, 300)}`);
  }
}
