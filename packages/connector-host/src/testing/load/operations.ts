import { ConnectorError } from '@jackfield/connector-kit';
import type { Codes } from '../../codes/codes.ts';
import type { Connectors } from '../../connectors/connectors.ts';
import type { HostContext } from '../../context.ts';
import { HostError } from '../../host-error.ts';
import { countWithin } from '../../limits/counter.ts';
import {
  addTo,
  type KnownCode,
  loadCounters,
  loadLimits,
  loadRecipients,
  loadTargets,
  type LoadTally,
  type LoadTask,
} from './task.ts';

/** One process of the load. */
export interface LoadHost {
  readonly context: HostContext;
  readonly connectors: Connectors;
  readonly codes: Codes;
  readonly task: LoadTask;
  readonly tally: LoadTally;
  /** Between 0 and 1, the same for the same seed. */
  readonly random: () => number;
}

interface Operation {
  /** How often, in comparison to the others. */
  readonly weight: number;
  /** Codes of the errors that it may fail with. */
  readonly refusals: readonly string[];
  readonly run: (host: LoadHost) => Promise<void>;
}

const operations: Readonly<Record<string, Operation>> = {
  count: { weight: 30, refusals: [], run: count },
  send: { weight: 20, refusals: ['too_many_requests'], run: send },
  guess: { weight: 15, refusals: [], run: guess },
  claim: { weight: 10, refusals: [], run: claim },
  createStandard: { weight: 6, refusals: ['target_taken'], run: createStandard },
  createSingle: { weight: 2, refusals: ['instance_exists'], run: createSingle },
  replace: { weight: 4, refusals: [], run: replace },
  update: { weight: 8, refusals: ['version_conflict', 'connector_not_found'], run: update },
  remove: { weight: 5, refusals: ['version_conflict', 'connector_not_found'], run: remove },
};

/** Does one of the operations, by chance. */
export async function operate(host: LoadHost): Promise<void> {
  const all = Object.entries(operations);
  let point = host.random() * all.reduce((sum, [, { weight }]) => sum + weight, 0);
  const [name, chosen] = all.find(([, { weight }]) => (point -= weight) < 0) ?? pick(host, all);
  addTo(host.tally.counts, `operation:${name}`);
  try {
    await chosen.run(host);
  } catch (error) {
    const code = HostError.isInstance(error) || ConnectorError.isInstance(error) ? error.code : String(error);
    if (chosen.refusals.includes(code)) addTo(host.tally.counts, `refused:${name}:${code}`);
    else host.tally.unexpected.push(`${name}: ${code}`);
  }
}

async function count({ context, tally, ...host }: LoadHost): Promise<void> {
  const name = pick(host, loadCounters);
  const counted = await context.database.write((tx) =>
    countWithin(tx, { name, window: 86_400_000, limit: loadLimits.counter, now: context.clock.now() }),
  );
  addTo(tally.counts, `${counted.allowed ? 'counted' : 'refused'}:${name}`);
}

async function send({ codes, tally, ...host }: LoadHost): Promise<void> {
  const to = pick(host, loadRecipients);
  const session = `load-${Math.floor(host.random() * 40)}`;
  const purpose = pick(host, ['SignIn', 'Register'] as const);
  addTo(tally.counts, 'asked');
  const { delivery } = await codes.send({ to, session, purpose, ip: '192.0.2.1' });
  addTo(tally.counts, `sent:${to}`);
  addTo(tally.counts, `live:${session}:${purpose}`);
  if (delivery === 'unknown') tally.unexpected.push('delivery unknown');
}

async function guess({ codes, tally, task, ...host }: LoadHost): Promise<void> {
  const known = pick(host, task.guessed);
  const answer = await codes.verify({ ...known, code: 'wrong' });
  const left = answer.state === 'wrong' ? `:${answer.triesLeft}` : '';
  addTo(tally.counts, `guess:${known.session}:${answer.state}${left}`);
}

async function claim({ codes, tally, task, ...host }: LoadHost): Promise<void> {
  const known: KnownCode = pick(host, task.claimed);
  const answers = await Promise.all([codes.verify(known), codes.verify(known)]);
  for (const { state } of answers) addTo(tally.counts, `claim:${known.session}:${state}`);
}

async function createStandard({ connectors, tally, ...host }: LoadHost): Promise<void> {
  const created = await connectors.create(
    {
      connectorId: 'oauth-standard',
      config: {
        clientId: 'load',
        clientAuthentication: { method: 'client_secret_basic', clientSecret: 'canary-of-the-load' },
        authorizationEndpoint: 'https://id.example.com/authorize',
        tokenEndpoint: 'https://id.example.com/token',
        userInfo: { endpoint: 'https://api.example.com/me', method: 'GET' },
        profile: { id: 'id' },
      },
      metadata: { target: pick(host, loadTargets), name: { en: 'Load' } },
    },
    'cli',
  );
  tally.created.push(created.connector.id);
}

async function createSingle({ connectors, tally }: LoadHost): Promise<void> {
  const config = { clientId: 'load', clientSecret: 'canary-of-the-load' };
  tally.created.push((await connectors.create({ connectorId: 'github', config }, 'cli')).connector.id);
}

async function replace({ connectors, tally, task }: LoadHost): Promise<void> {
  const { connector, replaced } = await connectors.create({ connectorId: 'smtp-email', config: task.mail }, 'cli');
  tally.created.push(connector.id);
  if (replaced) tally.gone.push(replaced.id);
  else tally.unexpected.push('replace: there was nothing to replace');
}

async function update({ connectors, tally, ...host }: LoadHost): Promise<void> {
  const social = (await connectors.list()).filter(({ type }) => type === 'Social');
  if (social.length === 0) return;
  const { id, version, syncProfile } = pick(host, social);
  await connectors.update(id, { syncProfile: !syncProfile, version }, 'cli');
  addTo(tally.counts, `updated:${id}`);
}

async function remove({ connectors, tally, ...host }: LoadHost): Promise<void> {
  const social = (await connectors.list()).filter(({ type }) => type === 'Social');
  if (social.length === 0) return;
  const { id, version } = pick(host, social);
  await connectors.remove(id, 'cli', version);
  tally.gone.push(id);
}

function pick<Item>({ random }: Pick<LoadHost, 'random'>, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}
