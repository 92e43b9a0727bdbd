import type { Runtime, SyncProblem, SyncProgress, SyncResult } from '@jackfield/connector-kit';
import type { DatabaseSync } from 'node:sqlite';
import { ManagementApi, type ManagementApiOptions } from '../api/management-api.ts';
import type { LogtoSettings } from '../settings.ts';
import type { Cursor } from '../store/cursor.ts';
import { databaseFailed, lockForWriting, openForWriting } from '../store/database.ts';
import { countRecords } from '../store/records.ts';
import { pruneSnapshots } from '../store/retention.ts';
import { SnapshotWriter } from '../store/snapshot-writer.ts';
import type { SyncContext } from './context.ts';
import { brokenInvariants } from './invariants.ts';
import { syncNotes } from './notes.ts';
import { readOrganizations, readRoles, readUsers } from './read-lists.ts';
import { readMembers } from './read-members.ts';
import { idsOf } from './settle-references.ts';
import { undrainedOrganizations, type Verification, verify } from './verification.ts';

/** What {@link runSync} takes. */
export interface SyncTask {
  readonly settings: LogtoSettings;
  readonly runtime: Runtime;
  readonly database: string;
  /** How many finished snapshots are kept. */
  readonly keep: number;
  /** Milliseconds between two commits. */
  readonly checkpointInterval: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined;
  readonly delays?: ManagementApiOptions['delays'];
}

/**
 * Reads a tenant into a snapshot.
 *
 * @throws as `GovernanceConnector.sync` does
 */
export async function runSync(task: SyncTask): Promise<SyncResult> {
  const unlock = await lockForWriting(task.database);
  try {
    const database = await openForWriting(task.database);
    try {
      return await intoDatabase(task, database);
    } catch (error) {
      throw databaseFailed(error);
    } finally {
      database.close();
    }
  } finally {
    unlock();
  }
}

async function intoDatabase(task: SyncTask, database: DatabaseSync): Promise<SyncResult> {
  const { settings, runtime, keep, checkpointInterval, onProgress, delays } = task;
  const writer = new SnapshotWriter(database, {
    tenant: `${settings.baseUrl} ${settings.resource}`,
    owner: settings.owner,
    now: () => runtime.clock.now(),
    checkpointInterval,
  });
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(task.signal ? [task.signal] : [])]);
  let progress: Omit<SyncProgress, 'requests'> = { phase: writer.cursor.phase, done: 0 };
  const onPause = (milliseconds: number): void => {
    onProgress?.({ ...progress, requests: api.requests, pausedFor: Math.ceil(milliseconds / 1000) });
  };
  const api = new ManagementApi({ settings, runtime, signal, onPause, ...(delays && { delays }) });
  const context: SyncContext = {
    api,
    writer,
    parallel: settings.parallel,
    cancel: () => failed.abort(),
    report: (now) => {
      progress = now;
      onProgress?.({ ...now, requests: api.requests });
    },
  };
  const result = (state: SyncResult['state'], problems: SyncProblem[], notes: string[]): SyncResult => {
    writer.finish(state, problems, notes);
    const { id: snapshot, resumed } = writer;
    return {
      snapshot,
      state,
      resumed,
      counts: countRecords(database, snapshot),
      problems,
      notes,
      requests: api.requests,
    };
  };
  let verification: Verification;
  try {
    verification = await readTenant(context);
  } catch (error) {
    if (task.signal?.aborted) return result('Syncing', [], []);
    const failure = databaseFailed(error);
    writer.finish('Failed', [{ invariant: 'sync-ended', detail: [failure.message, failure.hint].join(' ').trim() }]);
    throw failure;
  }
  const problems = brokenInvariants(writer, verification);
  const finished = result(
    problems.length === 0 ? 'Connected' : 'Incomplete',
    problems,
    syncNotes(writer, verification),
  );
  pruneSnapshots(database, keep);
  return finished;
}

/** One phase after the other, from where an earlier run has stopped. */
async function readTenant(context: SyncContext): Promise<Verification> {
  const { writer } = context;
  const { cursor } = writer;
  const advance = (phase: Cursor['phase']): void => {
    cursor.phase = phase;
    writer.checkpoint();
  };
  if (cursor.phase === 'roles') {
    cursor.rolesAreWhole = (await readRoles(context)).isWhole;
    advance('users');
  }
  if (cursor.phase === 'users') {
    await readUsers(context);
    advance('organizations');
  }
  if (cursor.phase === 'organizations') {
    await readOrganizations(context);
    advance('members');
  }
  if (cursor.phase === 'members') {
    await readMembers(context, idsOf(context, undrainedOrganizations));
    advance('verification');
  }
  return verify(context);
}
