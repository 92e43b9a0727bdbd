import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime } from '@jackfield/egress';
import type { HostContext } from '../../context.ts';
import { openDatabase } from '../../database/database.ts';
import { createHost } from '../../host.ts';
import { keysFromText, newKey } from '../../keys/key-ring.ts';
import { createKeys } from '../../keys/keys.ts';
import { installed } from '../packages.ts';
import { type PostgresProcess, startPostgres } from '../postgres-process.ts';
import { runChaos } from './chaos.ts';
import { findFaults, findIdle } from './findings.ts';
import { freePorts, type HostProcess, startHost } from './hosts.ts';
import { createJournal, type Journal } from './journal.ts';
import { createClients, runLoad, runOnce } from './load.ts';
import type { SoakOptions } from './options.ts';
import type { Outcome } from './report.ts';
import type { Site } from './site.ts';
import { readStored, type Stored } from './stored.ts';
import { startWorld, type World } from './world.ts';

const clientCount = 8;
/** Each may do 600 requests a minute. */
const tokenCount = 60;

/** Where the hosts keep everything. */
interface Storage {
  readonly url: string;
  /** Absent with SQLite. */
  readonly postgres: PostgresProcess | undefined;
  close(): Promise<void>;
}

/**
 * Lets clients use two host processes while these are killed and their database crashes, and compares afterwards what
 * the clients were told with what is there.
 *
 * @param signal ends it early, without a result
 * @returns `undefined` when the signal came
 */
export async function runSoak(
  options: SoakOptions,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const { seconds, seed, database } = options;
  const [port = 0, otherPort = 0] = await freePorts(2);
  const publicUrl = `http://127.0.0.1:${port}`;
  const closing: (() => Promise<void>)[] = [];
  const hosts: HostProcess[] = [];
  try {
    const storage = await openStorage(database);
    closing.push(() => storage.close());
    const world = await startWorld(publicUrl);
    closing.push(() => world.close());
    const key = newKey();
    const journal = createJournal();
    const tokens = await prepare({ url: storage.url, key, publicUrl, world, journal });

    const state = { delays: 0 };
    const events = {
      fault: (text: string) => void journal.unexpected.push(text),
      delayed: () => {
        state.delays += 1;
      },
    };
    const { egress } = world;
    for (const one of [port, otherPort]) {
      hosts.push(startHost({ databaseUrl: storage.url, key, port: one, publicUrl, egress }, events));
    }
    await Promise.all(hosts.map((host) => host.untilReady()));
    const site: Site = { world, publicUrl, hostUrls: hosts.map(({ url }) => url), tokens, journal };
    const clients = createClients(site, clientCount, seed);

    print(`Two hosts on ${database}: ${clientCount} clients for ${seconds} s, seed ${seed}`);
    const end = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
    const progress = setInterval(() => print(`  ${journal.requests} requests`), 10_000);
    const [chaos] = await Promise.all([
      runChaos({ hosts, postgres: storage.postgres, world }, seed, end),
      runLoad(clients, end),
    ]).finally(() => clearInterval(progress));
    if (signal.aborted) return undefined;

    await Promise.all(hosts.map((host) => host.untilReady()));
    await checkCalm(clients, journal);
    await Promise.all(hosts.map((host) => host.stop()));
    const stored = await readAll(storage.url, key);
    const arrived = [
      ...world.smtp.mails.flatMap(({ envelope }) => envelope.to),
      ...world.twilio.messages.map(({ to }) => to),
    ];
    return {
      journal,
      findings: findFaults(journal, stored, arrived),
      idle: findIdle(journal, seconds),
      chaos,
      delays: state.delays,
      sealed: stored.sealed,
      entries: stored.verification.entries,
    };
  } finally {
    for (const host of hosts) host.abandon();
    for (const close of closing.toReversed()) await close();
  }
}

async function openStorage(kind: SoakOptions['database']): Promise<Storage> {
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'jackfield-soak-'));
    const close = async (): Promise<void> => rmSync(folder, { recursive: true, force: true });
    return { url: `sqlite:${join(folder, 'host.sqlite')}`, postgres: undefined, close };
  }
  const postgres = await startPostgres();
  return { url: await postgres.createDatabase(), postgres, close: () => postgres.close() };
}

interface Preparation {
  readonly url: string;
  readonly key: string;
  readonly publicUrl: string;
  readonly world: World;
  readonly journal: Journal;
}

/** Makes tables, connectors and tokens. */
async function prepare({ url, key, publicUrl, world, journal }: Preparation): Promise<readonly string[]> {
  const host = await createHost({
    databaseUrl: url,
    keyRing: keysFromText(key, 'SOAK_KEY'),
    discovery: await installed(['oauth-standard', 'oidc-standard', 'smtp-email', 'twilio-sms']),
    settings: { publicUrl },
  });
  try {
    for (const connector of world.connectors) {
      await host.connectors.create(connector, 'cli');
      journal.connectors.set(connector.id, { created: 'acknowledged', ends: 0, mayHaveEnded: false });
    }
    const names = Array.from({ length: tokenCount }, (_, index) => `Soak ${index}`);
    const tokens: string[] = [];
    for (const name of names) tokens.push((await host.tokens.create({ name, scope: 'write' }, 'cli')).token);
    return tokens;
  } finally {
    await host.close();
  }
}

/** After the storm everything works at the first try, at each host. */
async function checkCalm(clients: Parameters<typeof runLoad>[0], journal: Journal): Promise<void> {
  const [client] = clients;
  if (!client) return;
  for (const url of client.hostUrls) {
    const before = new Map(journal.failures);
    await runOnce({ ...client, hostUrls: [url] });
    for (const [reason, count] of journal.failures) {
      if (count > (before.get(reason) ?? 0)) journal.unexpected.push(`after the storm, a request failed: ${reason}`);
    }
  }
}

async function readAll(url: string, key: string): Promise<Stored> {
  const runtime = createRuntime();
  const database = await openDatabase(url);
  try {
    const { clock, random } = runtime;
    const keys = createKeys(keysFromText(key, 'SOAK_KEY'));
    const context: HostContext = { database, keys, runtime, clock, random, log: () => {} };
    return await readStored(context);
  } finally {
    await database.close();
    await runtime.close();
  }
}
