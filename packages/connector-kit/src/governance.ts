import type { Connector } from './connector.ts';
import { ConnectorError } from './connector-error.ts';
import type { GovernanceMetadata } from './metadata.ts';

/** What a type of resource is, whatever the provider calls it. */
export type ResourceTrait = 'user' | 'group' | 'role' | 'app';

/** A type of resource, and what a connector can do with it. */
export interface ResourceType {
  /** In kebab-case; never changes: `organization-role`. */
  readonly id: string;
  /** In English. */
  readonly displayName: string;
  readonly traits: readonly ResourceTrait[];
  /** Whether its resources and their grants are read. */
  readonly sync: boolean;
  /** Whether its entitlements can be granted and revoked. */
  readonly provision: boolean;
}

/** Names one resource; both parts never change. */
export interface ResourceReference {
  /** The `id` of a {@link ResourceType}. */
  readonly type: string;
  /** The provider's immutable id: never an address or a name. */
  readonly id: string;
}

/** A user, an organization, a role: whatever holds access or gives it. */
export interface Resource extends ResourceReference {
  readonly displayName: string;
  /** Of a user: whether it may sign in. Absent when the provider does not say. */
  readonly status?: 'enabled' | 'disabled';
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
  /** Everything that the provider said of it, fields that the connector does not know included. */
  readonly profile: Readonly<Record<string, unknown>>;
}

/** Something that can be granted on a resource. */
export interface Entitlement {
  /** `type:resource:permission`, made by {@link entitlementId}. */
  readonly id: string;
  readonly resource: ResourceReference;
  readonly permission: string;
  readonly displayName: string;
  /** `assignment`: belonging to it; `permission`: being allowed something on it. */
  readonly purpose: 'assignment' | 'permission';
  /** The types of resources that can hold it. */
  readonly grantableTo: readonly string[];
}

/** That a principal holds an entitlement. */
export interface Grant {
  /** `<entitlement>:<principal type>:<principal id>`, made by {@link grantId}. */
  readonly id: string;
  /** The `id` of an {@link Entitlement}. */
  readonly entitlement: string;
  readonly principal: ResourceReference;
}

/**
 * `Syncing`: begun, and running or stopped: the next sync resumes it. `Connected`: sealed, complete and true.
 * `Incomplete`: read to its end, but not proven. `Failed`: ended by an error; the next sync resumes it.
 */
export type SyncState = 'Syncing' | 'Connected' | 'Incomplete' | 'Failed';

/** Why a snapshot is not sealed: an invariant that does not hold. */
export interface SyncProblem {
  /** Stable, in kebab-case: `users-total`. */
  readonly invariant: string;
  /** In plain words, with numbers; never a name, an address or a secret. */
  readonly detail: string;
}

/** How far a sync is. */
export interface SyncProgress {
  /** Stable, in kebab-case: `users`. */
  readonly phase: string;
  readonly done: number;
  /** Absent while it is not known. */
  readonly total?: number;
  /** Requests sent by this run until now, repeated ones included. */
  readonly requests: number;
  /** Seconds for which nothing is sent, since the provider limits the rate. */
  readonly pausedFor?: number;
}

/** What {@link GovernanceConnector.sync} takes. */
export interface SyncOptions {
  /** Path of the database that keeps the snapshots; made when it is not there. */
  readonly database: string;
  /** Stops cleanly: the snapshot stays `Syncing`, and the next sync resumes it. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SyncProgress) => void;
}

/** What a sync has come to. */
export interface SyncResult {
  /** The snapshot's number within its database. */
  readonly snapshot: number;
  readonly state: Exclude<SyncState, 'Failed'>;
  /** Whether it went on from an earlier, unfinished run. */
  readonly resumed: boolean;
  /** Resource type → resources; `entitlements` and `grants`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Empty if and only if `state` is `Connected` or the sync was stopped. */
  readonly problems: readonly SyncProblem[];
  /** What else a reader should know: a part of the tenant that is empty, fields that were missing. */
  readonly notes: readonly string[];
  /** Requests sent by this run. */
  readonly requests: number;
}

/** A connector that reads who has access to what. */
export interface GovernanceConnector extends Connector<GovernanceMetadata> {
  capabilities(): readonly ResourceType[];
  /**
   * Reads everything into a new snapshot, or goes on with one that was stopped. A snapshot is sealed only when its
   * invariants hold; from any other, nothing may be revoked.
   *
   * @throws `invalid_config`, `egress_refused`, `provider_unavailable`, `rate_limit_exceeded`, `invalid_response`;
   *   `general` when the database cannot be used. What was read until then is kept, and resumed by the next sync.
   */
  sync(options: SyncOptions): Promise<SyncResult>;
}

/** One snapshot, for reading. Records come one by one, ordered by type and id. */
export interface Snapshot {
  readonly id: number;
  readonly state: SyncState;
  resources(type?: string): Iterable<Resource>;
  entitlements(): Iterable<Entitlement>;
  grants(): Iterable<Grant>;
}

/**
 * The id of an entitlement: `type:resource:permission`.
 *
 * @throws `invalid_response` when a part is empty or holds what would make the id ambiguous, or it is over 1,024 bytes
 */
export function entitlementId(resource: ResourceReference, permission: string): string {
  return joined([resource.type, resource.id, permission]);
}

/**
 * The id of a grant: `<entitlement>:<principal type>:<principal id>`.
 *
 * @param entitlement made by {@link entitlementId}
 * @throws `invalid_response`, as {@link entitlementId} does
 */
export function grantId(entitlement: string, principal: ResourceReference): string {
  return joined([...entitlement.split(':'), principal.type, principal.id]);
}

const maximumBytes = 1024;

function joined(parts: readonly string[]): string {
  const id = parts.join(':');
  if (parts.every((part) => /^[^\s:\p{C}]+$/u.test(part)) && Buffer.byteLength(id) <= maximumBytes) return id;
  throw new ConnectorError('invalid_response', {
    hint: 'An id of the provider cannot be part of an entitlement: it is empty, too long, or holds a colon, a space or a control character.',
  });
}
