import { listAudit, verifyAudit } from './audit.ts';
import type { Command } from './command.ts';
import { completion } from './completion.ts';
import { addConnector } from './connectors/add.ts';
import { diagnoseConnector } from './connectors/diagnose.ts';
import { listConnectors, listPackages, showConnector } from './connectors/list.ts';
import { removeConnector } from './connectors/remove.ts';
import { testConnector } from './connectors/test.ts';
import { updateConnector } from './connectors/update.ts';
import { exportConnectors } from './export.ts';
import { listEntitlements, listGrants, listResources, listSnapshots } from './governance/read.ts';
import { syncGovernance } from './governance/sync.ts';
import { importConnectors } from './import.ts';
import { rotateKeys } from './rotate-keys.ts';
import { start } from './start.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  start,
  listConnectors,
  showConnector,
  listPackages,
  addConnector,
  updateConnector,
  removeConnector,
  testConnector,
  diagnoseConnector,
  syncGovernance,
  listSnapshots,
  listResources,
  listEntitlements,
  listGrants,
  exportConnectors,
  importConnectors,
  rotateKeys,
  verifyAudit,
  listAudit,
  createToken,
  listTokens,
  revokeToken,
  completion(() => commands),
];
