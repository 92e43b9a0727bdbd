/**
 * A process that changes connectors until it is killed: creates, replaces, changes, removes, and rotates the keys, in an
 * order that follows from its seed. Prints `ready`, waits for a line, and then prints one line for each change that it
 * was told is done. Arguments: database URL, key file, seed.
 */
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRuntime } from '@jackfield/egress';
import { createConnectors } from '../connectors/create-connectors.ts';
import type { HostContext } from '../context.ts';
import { openDatabase } from '../database/database.ts';
import { HostError } from '../host-error.ts';
import { keysFromFile } from '../keys/key-ring.ts';
import { createKeys } from '../keys/keys.ts';
import { rotateKeys } from '../keys/rotate.ts';
import { configurations } from './configurations.ts';
import { installed } from './packages.ts';
import { seeded } from './seeded.ts';

const [url = '', keyFile = '', seed = '0'] = process.argv.slice(2);
const { oidc, smtp } = configurations;
const random = seeded(Number(seed));
const runtime = createRuntime();
const context: HostContext = {
  database: await openDatabase(url),
  keys: createKeys(keysFromFile(keyFile)),
  runtime,
  clock: runtime.clock,
  random: runtime.random,
  log: () => {},
};
const connectors = await createConnectors(context, await installed(['oidc-standard', 'smtp-email']));

const targets = ['one', 'two', 'three', 'four'];
const pick = (items: readonly string[]): string => items[Math.floor(random() * items.length)] ?? '';
const create = async (): Promise<string> => {
  const request = { connectorId: 'oidc-standard', config: oidc(), metadata: { target: pick(targets) } };
  return (await connectors.create(request, 'cli')).connector.id;
};
const replace = async (): Promise<string> =>
  (await connectors.create({ connectorId: 'smtp-email', config: smtp() }, 'cli')).connector.id;
const anyId = async (): Promise<string> => pick((await connectors.list()).map(({ id }) => id));
const changes: readonly (() => Promise<string>)[] = [
  create,
  create,
  replace,
  replace,
  async () => (await connectors.update(await anyId(), { config: undefined }, 'cli')).id,
  async () => {
    const id = await anyId();
    await connectors.remove(id, 'cli');
    return id;
  },
  async () => (await rotateKeys(context, { settle: 0, lease: 100 })).keyId,
];

console.log('ready');
await once(process.stdin, 'data');
for (;;) {
  try {
    const change = changes[Math.floor(random() * changes.length)];
    console.log(await change?.());
  } catch (error) {
    // A target that is taken, or a connector that is not there: rules hold.
    if (!HostError.isInstance(error) || error.status >= 500) throw error;
  }
  await nextTurn();
}
