import {
  ConnectorError,
  type Runtime,
  type SyncOptions,
  type SyncProblem,
  type SyncResult,
} from '@jackfield/connector-kit';
import { fetchPage } from './api.ts';
import type { ParsedSpecimenConfig } from './config.ts';
import { type ListName, listNames, pageSize } from './endpoints.ts';
import { type BegunSnapshot, type Cursor, SnapshotStore } from './snapshot-store.ts';

interface Sync {
  readonly options: SyncOptions;
  readonly config: ParsedSpecimenConfig;
  readonly runtime: Runtime;
  readonly store: SnapshotStore;
  readonly snapshot: BegunSnapshot;
  requests: number;
}

/** Where the records of a list are counted: each membership is one grant. */
const kindOf = { user: 'user', group: 'group', membership: 'grant' } as const satisfies Record<ListName, string>;

/** Reads every list into a snapshot, and seals it when its invariants hold. See {@link SyncOptions}. */
export async function runSync(
  options: SyncOptions,
  config: ParsedSpecimenConfig,
  runtime: Runtime,
): Promise<SyncResult> {
  const store = await SnapshotStore.open(options.database, true);
  try {
    const sync: Sync = { options, config, runtime, store, snapshot: store.begin(config.baseUrl), requests: 0 };
    return await syncUntilEnd(sync).catch((error: unknown) => stop(sync, error));
  } finally {
    store.close();
  }
}

async function syncUntilEnd(sync: Sync): Promise<SyncResult> {
  let { cursor } = sync.snapshot;
  for (let list = listNames[cursor.list]; list !== undefined; list = listNames[cursor.list]) {
    cursor = await readOnePage(sync, list, cursor);
  }
  const problems = await examine(sync);
  const state = problems.length === 0 ? 'Connected' : 'Incomplete';
  sync.store.setState(sync.snapshot.id, state);
  return resultOf(sync, state, problems);
}

/** Whoever has asked for the end gets a result; any other error is told, and both leave a snapshot to go on with. */
function stop(sync: Sync, error: unknown): SyncResult {
  if (sync.options.signal?.aborted) return resultOf(sync, 'Syncing', []);
  sync.store.setState(sync.snapshot.id, 'Failed');
  throw error;
}

/** Reads and keeps one page. Returns the next one; a list ends when as many entries were read as it says it has. */
async function readOnePage(sync: Sync, list: ListName, { list: position, page }: Cursor): Promise<Cursor> {
  const { store, snapshot, options } = sync;
  const { records, items, total } = await ask(sync, list, page);
  const isLast = items === 0 || (page - 1) * pageSize + items >= total;
  const next = isLast ? { list: position + 1, page: 1 } : { list: position, page: page + 1 };
  store.savePage(snapshot.id, records, next);
  options.onProgress?.({ phase: list, done: store.count(snapshot.id, kindOf[list]), total, requests: sync.requests });
  return next;
}

/** Asks again how long the lists are: what has changed in the meantime could have moved an entry past a page. */
async function examine(sync: Sync): Promise<SyncProblem[]> {
  const { store, snapshot } = sync;
  const problems: SyncProblem[] = [];
  for (const list of listNames) {
    const { total } = await ask(sync, list, 1);
    const count = store.count(snapshot.id, kindOf[list]);
    if (count !== total) {
      problems.push({ invariant: `${list}-total`, detail: `${count} different entries were read, of ${total}.` });
    }
  }
  const dangling = store.countDangling(snapshot.id);
  if (dangling > 0) {
    const detail = `${dangling} memberships name a user or a group that was not read.`;
    problems.push({ invariant: 'membership-ends', detail });
  }
  return problems;
}

async function ask(sync: Sync, list: ListName, page: number) {
  const { options, config, runtime } = sync;
  if (options.signal?.aborted) throw new ConnectorError('general', { hint: 'The sync was stopped.' });
  sync.requests += 1;
  return fetchPage(runtime, config, { list, page, signal: options.signal });
}

function resultOf(
  { store, snapshot: { id, resumed }, requests }: Sync,
  state: SyncResult['state'],
  problems: readonly SyncProblem[],
): SyncResult {
  const counts = {
    user: store.count(id, 'user'),
    group: store.count(id, 'group'),
    entitlements: store.count(id, 'entitlement'),
    grants: store.count(id, 'grant'),
  };
  return { snapshot: id, state, resumed, counts, problems, notes: [], requests };
}
