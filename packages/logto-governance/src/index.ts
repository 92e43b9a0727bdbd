export { configTemplate } from './config-template.ts';
export { configGuard, type LogtoGovernanceConfig } from './config.ts';
export {
  createLogtoGovernance,
  createLogtoGovernance as default,
  type LogtoGovernance,
  type LogtoGovernanceOptions,
  type LogtoSyncOptions,
} from './connector.ts';
export { metadata } from './metadata.ts';
export type { Change, DiffOptions } from './store/diff.ts';
export type { Access, LogtoSnapshot } from './store/snapshot.ts';
export { openSnapshots, type Snapshots } from './store/snapshots.ts';
export type { SnapshotSummary } from './store/summary.ts';
