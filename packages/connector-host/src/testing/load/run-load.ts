import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Random } from '@jackfield/connector-kit';
import { startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { createRuntime } from '@jackfield/egress';
import { createCodes } from '../../codes/codes.ts';
import { createConnectors } from '../../connectors/create-connectors.ts';
import type { HostContext } from '../../context.ts';
import { openDatabase } from '../../database/database.ts';
import { keysFromText, newKey } from '../../keys/key-ring.ts';
import { createKeys } from '../../keys/keys.ts';
import { installed } from '../packages.ts';
import { checkRules } from './check-rules.ts';
import { addTo, emptyTally, type KnownCode, loadSettings, type LoadTally, type LoadTask, tallyGuard } from './task.ts';

/** What came of a load. */
export interface LoadReport {
  readonly operations: number;
  /** Of the load itself, without the start of the processes. */
  readonly seconds: number;
  /** How often each kind of operation was done, and refused by which rule. */
  readonly counts: Readonly<Record<string, number>>;
  /** Rules that do not hold, counters that are wrong, errors that must not be. */
  readonly faults: readonly string[];
}

const processes = 4;
const workerUrl = new URL('worker.ts', import.meta.url);

/**
 * Lets four processes work on one database at once: create, replace, update and remove connectors, send and verify codes,
 * count; and afterwards looks whether every rule and counter is exact.
 *
 * @param databaseUrl of an empty database
 * @param operations of all processes together
 */
export async function runLoad(databaseUrl: string, operations: number): Promise<LoadReport> {
  const smtp = await startSmtpServer();
  const runtime = createRuntime({ egress: { privateHosts: ['localhost'] } });
  const database = await openDatabase(databaseUrl);
  const key = newKey();
  const keys = createKeys(keysFromText(key, 'LOAD_KEY'));
  const { clock, random } = runtime;
  const context: HostContext = { database, keys, runtime, clock, random, log: () => {} };
  const children: ChildProcess[] = [];
  try {
    const mail = {
      host: 'localhost',
      port: smtp.port,
      ca: smtp.ca,
      auth: { kind: 'login', user: smtp.user, password: smtp.password },
      from: { address: 'no-reply@example.com' },
    };
    const connectors = await createConnectors(context, await installed(['smtp-email']));
    const tally = emptyTally();
    tally.created.push((await connectors.create({ connectorId: 'smtp-email', config: mail }, 'cli')).connector.id);
    const guessed = await prepareCodes(context, connectors, 'guessed', 60);
    const claimed = await prepareCodes(context, connectors, 'claimed', 60);

    const task = { databaseUrl, key, mail, operations: Math.ceil(operations / processes), guessed, claimed };
    for (let seed = 1; seed <= processes; seed += 1) children.push(startWorker({ ...task, seed }));
    await Promise.all(children.map((child) => answerOf(child)));
    const start = performance.now();
    const answers = children.map((child) => answerOf(child));
    for (const child of children) child.send('start');
    for (const answer of await Promise.all(answers)) addTally(tally, tallyGuard.parse(answer));
    const seconds = (performance.now() - start) / 1000;

    const mails = smtp.mails.flatMap(({ envelope }) => envelope.to);
    const faults = await checkRules(context, task, tally, mails);
    return { operations: task.operations * processes, seconds, counts: summary(tally), faults };
  } finally {
    for (const child of children) child.kill();
    await database.close();
    await runtime.close();
    await smtp.close();
  }
}

/** Sends codes whose digits are known, since the randomness that they are made of is. */
async function prepareCodes(
  context: HostContext,
  connectors: Parameters<typeof createCodes>[1],
  kind: string,
  count: number,
): Promise<readonly KnownCode[]> {
  const known: KnownCode[] = [];
  for (let index = 0; index < count; index += 1) {
    const code = String(100_000 + index);
    const random: Random = {
      bytes: (length) => (length === 4 ? bigEndian(Number(code)) : context.random.bytes(length)),
    };
    const request = { to: `${kind}-${index}@example.org`, purpose: 'SignIn', session: `${kind}-${index}` } as const;
    await createCodes({ ...context, random }, connectors, loadSettings).send({ ...request, ip: '192.0.2.99' });
    known.push({ ...request, code });
  }
  return known;
}

function bigEndian(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function startWorker(task: LoadTask): ChildProcess {
  const child = fork(workerUrl, { execArgv: ['--conditions=@jackfield/source'], stdio: 'inherit' });
  child.send(task);
  return child;
}

/** The next message of a process. */
async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`A process of the load ended with ${String(code)} before its work was done.`);
  });
  const [message]: unknown[] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return message;
}

function addTally(tally: LoadTally, { counts, created, gone, unexpected }: LoadTally): void {
  for (const [what, count] of Object.entries(counts)) addTo(tally.counts, what, count);
  tally.created.push(...created);
  tally.gone.push(...gone);
  tally.unexpected.push(...unexpected);
}

/** What was done, and what a rule refused. */
const summarised = /^(?:operation:|refused:\w+:\w+_)/;

function summary({ counts }: LoadTally): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([what]) => summarised.test(what)));
}
