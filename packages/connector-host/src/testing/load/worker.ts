import { createRuntime } from '@jackfield/egress';
import { createCodes } from '../../codes/codes.ts';
import { createConnectors } from '../../connectors/create-connectors.ts';
import type { HostContext } from '../../context.ts';
import { openDatabase } from '../../database/database.ts';
import { keysFromText } from '../../keys/key-ring.ts';
import { createKeys } from '../../keys/keys.ts';
import { installed } from '../packages.ts';
import { seeded } from '../seeded.ts';
import { type LoadHost, operate } from './operations.ts';
import { emptyTally, loadSettings, type LoadTally, type LoadTask } from './task.ts';

/** Operations that a process has under way at the same time. */
const lanes = 5;

// A child of `runLoad`: gets its task as a message, says when it is ready, starts when told, and answers with its tally.
process.once('message', (task: LoadTask) => void answer(task));

/** The process ends when its parent has read the answer, or is gone: one that ended now might do so before it was read. */
async function answer(task: LoadTask): Promise<void> {
  process.send?.(await work(task));
}

async function work(task: LoadTask): Promise<LoadTally> {
  const runtime = createRuntime({ egress: { privateHosts: ['localhost'] } });
  const { clock, random } = runtime;
  const database = await openDatabase(task.databaseUrl);
  const keys = createKeys(keysFromText(task.key, 'LOAD_KEY'));
  const context: HostContext = { database, keys, runtime, clock, random, log: () => {} };
  const connectors = await createConnectors(context, await installed(['github', 'oauth-standard', 'smtp-email']));
  const codes = createCodes(context, connectors, loadSettings);
  const host: LoadHost = { context, connectors, codes, task, tally: emptyTally(), random: seeded(task.seed) };

  const started = new Promise((resolve) => {
    process.once('message', resolve);
  });
  process.send?.('ready');
  await started;
  let left = task.operations;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await operate(host);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await database.close();
  await runtime.close();
  return host.tally;
}
