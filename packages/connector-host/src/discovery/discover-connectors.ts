import { applicationPackages } from './application-packages.ts';
import type { BrokenPackage, Discovery, InstalledConnector } from './discovery.ts';
import { loadConnector } from './load-connector.ts';

export interface DiscoverOptions {
  /** Milliseconds for which a package may load. Default 10 s. */
  readonly importTimeout?: number;
}

/**
 * Loads the connectors that the application depends on directly (`dependencies` and `optionalDependencies`), once: code,
 * metadata, logos and texts. A broken one is listed with the reason, and keeps none of the others from working.
 *
 * @param applicationFolder where the application's `package.json` is
 * @throws `invalid_request` when there is none that can be read
 */
export async function discoverConnectors(
  applicationFolder: string,
  { importTimeout = 10_000 }: DiscoverOptions = {},
): Promise<Discovery> {
  const found = await applicationPackages(applicationFolder);
  const loaded = await Promise.all(
    found.map(async (one) => (one.folder === undefined ? missing(one.name) : loadConnector(one, importTimeout))),
  );
  const packages = refuseSharedIds(loaded);
  const ready = packages.filter((one) => one.state === 'ready');
  const byId = new Map(ready.map((one) => [one.module.metadata.id, one]));
  return { packages, find: (connectorId) => byId.get(connectorId) };
}

function missing(packageName: string): BrokenPackage {
  const problem = 'It is not installed, or its package.json cannot be read. Run the install of your package manager.';
  return { state: 'broken', packageName, problem };
}

/** Which of two packages an id means must not depend on chance: neither is used. */
function refuseSharedIds(
  loaded: readonly (InstalledConnector | BrokenPackage)[],
): readonly (InstalledConnector | BrokenPackage)[] {
  return loaded.map((one) => {
    const connectorId = idOf(one);
    if (connectorId === undefined) return one;
    const others = loaded.filter((other) => other !== one && idOf(other) === connectorId);
    if (others.length === 0) return one;
    const { packageName, version } = one;
    const names = others.map((other) => other.packageName).join(', ');
    const problem = `It has the id "${connectorId}", and so has ${names}: none of them is used. Remove all but one.`;
    return { state: 'broken', packageName, ...(version !== undefined && { version }), connectorId, problem };
  });
}

function idOf(one: InstalledConnector | BrokenPackage): string | undefined {
  return one.state === 'ready' ? one.module.metadata.id : one.connectorId;
}
