import type { Runtime, SyncResult } from '@jackfield/connector-kit';
import {
  compareTruths,
  type FakeLogto,
  type LogtoDifference,
  type LogtoOptions,
  type LogtoTruth,
  startLogto,
} from '@jackfield/connector-test-kit/logto';
import { createRuntime, type RuntimeOptions } from '@jackfield/egress';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { configGuard, type LogtoGovernanceConfig } from '../config.ts';
import { toSettings } from '../settings.ts';
import { openSnapshots, type Snapshots } from '../store/snapshots.ts';
import { runSync, type SyncTask } from '../sync/sync.ts';

/** A tenant that is closed when the test ends. */
export async function testLogto(options: LogtoOptions = {}): Promise<FakeLogto> {
  const logto = await startLogto(options);
  onTestFinished(() => logto.close());
  return logto;
}

/** A runtime that may reach this machine, and is closed when the test ends. */
export function testRuntime(options: RuntimeOptions = {}): Runtime {
  const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'] }, ...options });
  onTestFinished(() => runtime.close());
  return runtime;
}

/** A folder that is removed when the test ends. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-logto-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function testDatabase(): string {
  return join(testFolder(), 'snapshots.db');
}

export function configFor(logto: FakeLogto, changes: Partial<LogtoGovernanceConfig> = {}): LogtoGovernanceConfig {
  const { baseUrl, resource, clientId, clientSecret } = logto;
  return { baseUrl, resource, clientId, clientSecret, ...changes };
}

/** What tests change of a sync. */
export type SyncChanges = Partial<SyncTask> & { config?: Partial<LogtoGovernanceConfig> };

/** A sync with delays that tests can wait for. */
function testTask(logto: FakeLogto, { config, ...changes }: SyncChanges = {}): SyncTask {
  return {
    settings: toSettings(configGuard.parse(configFor(logto, { retries: 5, timeout: 2, ...config }))),
    runtime: changes.runtime ?? testRuntime(),
    database: changes.database ?? testDatabase(),
    keep: 10,
    checkpointInterval: 10_000,
    delays: { firstDelay: 2, longestDelay: 20, longestRetryAfter: 2_000 },
    ...changes,
  };
}

/** Takes a snapshot of a tenant. */
export async function takeSnapshot(
  logto: FakeLogto,
  changes: SyncChanges = {},
): Promise<{ result: SyncResult; database: string }> {
  const task = testTask(logto, changes);
  return { result: await runSync(task), database: task.database };
}

/** Snapshots that are closed when the test ends. */
export async function testSnapshots(database: string): Promise<Snapshots> {
  const snapshots = await openSnapshots(database);
  onTestFinished(() => snapshots.close());
  return snapshots;
}

/** What a snapshot says, in the fake's terms. */
export async function truthIn(database: string, id: number): Promise<LogtoTruth> {
  const snapshots = await openSnapshots(database);
  try {
    const snapshot = snapshots.get(id);
    const profiles = <Item>(type: string): Item[] =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- compared with the tenant's own records
      [...snapshot.resources(type)].map(({ profile }) => profile as unknown as Item);
    const roles = new Map<string, string[]>();
    for (const { entitlement, principal } of snapshot.grants()) {
      const [type, resource = '', permission = ''] = entitlement.split(':');
      const organization = type === 'organization' ? resource : permission;
      const held = roles.get(`${organization}:${principal.id}`) ?? [];
      roles.set(`${organization}:${principal.id}`, type === 'organization' ? held : [...held, resource]);
    }
    const memberships = [...roles].map(([key, organizationRoleIds]) => {
      const [organizationId = '', userId = ''] = key.split(':');
      return { organizationId, userId, organizationRoleIds };
    });
    return {
      users: profiles('user'),
      organizations: profiles('organization'),
      organizationRoles: profiles('organization-role'),
      memberships,
    };
  } finally {
    snapshots.close();
  }
}

/** How a snapshot differs from the tenant as it is now: every list is empty when it is complete and true. */
export async function differenceFrom(logto: FakeLogto, database: string, id: number): Promise<LogtoDifference> {
  return compareTruths(inOrder(logto.tenant.truth()), inOrder(await truthIn(database, id)));
}

/** The same, with the fields of each record in the order of their names. */
function inOrder({ users, organizations, organizationRoles, memberships }: LogtoTruth): LogtoTruth {
  return {
    users: users.map(sorted),
    organizations: organizations.map(sorted),
    organizationRoles: organizationRoles.map(sorted),
    memberships: memberships.map(sorted),
  };
}

function sorted<Item extends object>(item: Item): Item {
  const entries = Object.entries(item).toSorted(([one], [other]) => (one < other ? -1 : 1));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields
  return Object.fromEntries(entries) as Item;
}

const nothing = { created: [], deleted: [], modified: [] };

export const noDifference: LogtoDifference = {
  users: nothing,
  organizations: nothing,
  organizationRoles: nothing,
  memberships: nothing,
  assignments: nothing,
};

/** Path of a file that is no database. */
export function textFile(): string {
  const path = join(testFolder(), 'text.txt');
  writeFileSync(path, 'This is no database.');
  return path;
}
