import { parseConnectorModule } from '@jackfield/connector-kit';
import { loadAssets } from '@jackfield/connector-kit/assets';
import type { Discovery, InstalledConnector } from '../discovery/discovery.ts';

/** The connectors of this workspace. */
export const workspacePackages = [
  'github',
  'google',
  'oauth-standard',
  'oidc-standard',
  'smtp-email',
  'twilio-sms',
  'logto-governance',
] as const;

export type WorkspacePackage = (typeof workspacePackages)[number];

/** What an application would have installed that depends on these connectors. */
export async function installed(names: readonly WorkspacePackage[] = workspacePackages): Promise<Discovery> {
  return discoveryOf(await Promise.all(names.map((name) => loadPackage(name))));
}

/** A discovery with these packages, and nothing else. */
export function discoveryOf(packages: Discovery['packages']): Discovery {
  return {
    packages,
    find: (connectorId) =>
      packages.find(
        (one): one is InstalledConnector => one.state === 'ready' && one.module.metadata.id === connectorId,
      ),
  };
}

export async function loadPackage(name: WorkspacePackage): Promise<InstalledConnector> {
  const packageName = `@jackfield/${name}`;
  const exports: unknown = await import(packageName);
  const module = parseConnectorModule(exports);
  const assets = await loadAssets(import.meta.resolve(`${packageName}/package.json`), module.metadata);
  return { state: 'ready', packageName, version: '1.0.0', module, assets };
}
