import { isDeepStrictEqual } from 'node:util';
import type { ConnectorMetadata } from '@jackfield/connector-kit';
import type { HostContext } from '../context.ts';
import type { ConnectorTable } from '../database/tables.ts';
import type { Discovery, InstalledConnector } from '../discovery/discovery.ts';
import { HostError } from '../host-error.ts';
import { randomId } from '../tokens.ts';
import { changedFields } from './changed-fields.ts';
import { type DraftRow, isConnectorId } from './connector-rows.ts';
import { changedRow, hasOwnTarget, readStoredConfig } from './connector-state.ts';
import type { ChangeConnector, CreateConnector, MetadataOverride } from './connectors.ts';
import { isStandard, readOverride, storedOverride } from './metadata-override.ts';
import { createInstance, issuerOf, requirePackage } from './packages.ts';
import { parseWithSecrets } from './parse-with-secrets.ts';
import type { JsonObject } from './plain-data.ts';

/** What a transaction will store, checked by everything but the database. */
export interface Prepared {
  readonly draft: DraftRow;
  /** For the audit log: names of what changes, never values. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** A new connector: validated, its logos fetched, its issuer known. Throws as `Connectors.create`. */
export async function prepareNew(
  context: HostContext,
  discovery: Discovery,
  request: CreateConnector,
): Promise<Prepared> {
  const installed = requirePackage(discovery, request.connectorId);
  const { metadata, configGuard } = installed.module;
  const { syncProfile = false, tokenStorage = false } = request;
  checkFlags(metadata, { syncProfile, tokenStorage });
  const config = parseWithSecrets(configGuard, request.config, undefined);
  const override = await readOverride(context.runtime.egress, metadata, request.metadata);
  const now = context.clock.now();
  const draft: DraftRow = {
    id: checkedId(request.id) ?? randomId(context.random),
    connector_id: metadata.id,
    ...(await columnsOf(context, installed, override, config)),
    target: override.target ?? metadata.target,
    sync_profile: syncProfile ? 1 : 0,
    token_storage: tokenStorage ? 1 : 0,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  const details = {
    connectorId: metadata.id,
    config: changedFields(configGuard, undefined, config),
    ...namesOf('metadata', changedKeys({}, override)),
    ...(syncProfile && { syncProfile }),
    ...(tokenStorage && { tokenStorage }),
  };
  return { draft, details };
}

/** A changed connector, its next version. Throws as `Connectors.update`. */
export async function prepareChange(
  context: HostContext,
  discovery: Discovery,
  row: ConnectorTable,
  change: ChangeConnector,
): Promise<Prepared> {
  if (change.version !== undefined && change.version !== row.version) {
    throw new HostError('version_conflict', { hint: `It has version ${row.version} by now. Read it again.` });
  }
  const installed = requirePackage(discovery, row.connector_id);
  const { metadata, configGuard } = installed.module;
  const { syncProfile = row.sync_profile === 1, tokenStorage = row.token_storage === 1 } = change;
  checkFlags(metadata, { syncProfile, tokenStorage });
  const before = storedOverride(row);
  if (!before || row.type !== metadata.type || !hasOwnTarget(row, metadata.target, before)) {
    throw new HostError('connector_broken', { hint: `${changedRow.message} Remove the connector and add it anew.` });
  }
  const stored = readStoredConfig(context, row);
  const storedConfig = 'config' in stored ? stored.config : undefined;
  const config = nextConfig(installed, change.config, stored);
  const override = await nextOverride(context, metadata, row, change.metadata, before);
  const draft: DraftRow = {
    ...row,
    ...(await columnsOf(context, installed, override, config)),
    sync_profile: syncProfile ? 1 : 0,
    token_storage: tokenStorage ? 1 : 0,
    version: row.version + 1,
    updated_at: context.clock.now(),
  };
  const details = {
    connectorId: metadata.id,
    version: draft.version,
    ...namesOf('config', changedFields(configGuard, storedConfig, config)),
    ...namesOf('metadata', changedKeys(before, override)),
    ...(draft.sync_profile !== row.sync_profile && { syncProfile }),
    ...(draft.token_storage !== row.token_storage && { tokenStorage }),
    ...(draft.issuer !== row.issuer && { issuerChanged: true }),
  };
  return { draft, details };
}

/** The columns that follow from the package, the override and the configuration. */
async function columnsOf(
  context: HostContext,
  installed: InstalledConnector,
  override: MetadataOverride,
  config: JsonObject,
): Promise<Pick<DraftRow, 'type' | 'platform' | 'issuer' | 'is_standard' | 'metadata' | 'config'>> {
  const { metadata } = installed.module;
  return {
    type: metadata.type,
    platform: metadata.platform,
    issuer: await issuerOf(await createInstance(context, installed, config)),
    is_standard: isStandard(metadata) ? 1 : 0,
    metadata: JSON.stringify(override),
    config,
  };
}

function nextConfig(
  { module }: InstalledConnector,
  given: unknown,
  stored: ReturnType<typeof readStoredConfig>,
): JsonObject {
  const storedConfig = 'config' in stored ? stored.config : undefined;
  if (given === undefined && 'problem' in stored) {
    throw new HostError('connector_broken', { hint: `${stored.problem.message} ${stored.problem.hint}` });
  }
  return parseWithSecrets(module.configGuard, given ?? storedConfig, storedConfig);
}

async function nextOverride(
  { runtime }: HostContext,
  metadata: ConnectorMetadata,
  { target }: ConnectorTable,
  given: MetadataOverride | undefined,
  before: MetadataOverride,
): Promise<MetadataOverride> {
  if (given === undefined) return before;
  if (isStandard(metadata) && given.target !== undefined && given.target !== target) {
    throw new HostError('target_fixed', { hint: 'Leave the target out, or add another connector with the new one.' });
  }
  return readOverride(runtime.egress, metadata, isStandard(metadata) ? { ...given, target } : given);
}

function checkFlags(
  metadata: ConnectorMetadata,
  { syncProfile, tokenStorage }: { syncProfile: boolean; tokenStorage: boolean },
): void {
  if (syncProfile && metadata.type !== 'Social') throw new HostError('sync_profile_not_allowed');
  if (tokenStorage && !(metadata.type === 'Social' && metadata.isTokenStorageSupported === true)) {
    throw new HostError('token_storage_not_supported');
  }
}

function checkedId(id: string | undefined): string | undefined {
  if (id === undefined || isConnectorId(id)) return id;
  throw new HostError('invalid_request', { hint: 'id: at most 64 letters, digits, dashes and underscores.' });
}

function changedKeys(before: MetadataOverride, after: MetadataOverride): readonly string[] {
  const keys = ['target', 'name', 'logo', 'logoDark'] as const;
  return keys.filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

function namesOf(field: 'config' | 'metadata', names: readonly string[]): Record<string, readonly string[]> {
  return names.length > 0 ? { [field]: names } : {};
}
