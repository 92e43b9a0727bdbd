import { type Connector, ConnectorError, type SocialConnector } from '@jackfield/connector-kit';
import type { HostContext } from '../context.ts';
import type { Discovery, InstalledConnector } from '../discovery/discovery.ts';
import { HostError } from '../host-error.ts';
import type { ConnectorProblem } from './connectors.ts';
import type { JsonObject } from './plain-data.ts';

/**
 * The package of a connector that is to be configured.
 *
 * @throws `unknown_connector`; `connector_broken` when the package is there and cannot be used
 */
export function requirePackage(discovery: Discovery, connectorId: string): InstalledConnector {
  const installed = discovery.find(connectorId);
  if (installed) return installed;
  const { code, hint } = packageProblem(discovery, connectorId);
  throw new HostError(code === 'package_broken' ? 'connector_broken' : 'unknown_connector', { hint });
}

/** Why a package is not there. */
export function packageProblem(discovery: Discovery, connectorId: string): ConnectorProblem {
  const broken = discovery.packages.find((one) => one.state === 'broken' && one.connectorId === connectorId);
  if (broken?.state !== 'broken') {
    return {
      code: 'package_missing',
      message: 'The package of this connector is not installed.',
      hint: 'Install the package as a direct dependency of the application and start the host again, or remove the connector.',
    };
  }
  return {
    code: 'package_broken',
    message: 'The package of this connector cannot be used.',
    hint: `${broken.packageName}: ${broken.problem}`,
  };
}

/**
 * Makes an instance.
 *
 * @param config what the package's guard has returned
 * @throws `connector_broken` when the package's factory fails or gives something else; its own `ConnectorError`
 */
export async function createInstance(
  { runtime }: HostContext,
  { module, packageName }: InstalledConnector,
  config: JsonObject,
): Promise<Connector> {
  let instance: Connector;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this package knows the type, and its guard has checked it
    instance = await module.default({ config: config as never, runtime });
  } catch (error) {
    if (ConnectorError.isInstance(error)) throw error;
    throw failedPackage(packageName, 'its factory throws an error that is none of the contract');
  }
  if (instance?.type === module.metadata.type) return instance;
  throw failedPackage(packageName, 'its factory gives no connector of the type that its metadata names');
}

function failedPackage(packageName: string, fault: string): HostError {
  return new HostError('connector_broken', {
    hint: `${packageName}: ${fault}. Install another version of the package.`,
  });
}

export function isSocial(connector: Connector): connector is SocialConnector {
  return connector.type === 'Social';
}

/** Whose subjects its people have; `null` when the connector does not say. */
export async function issuerOf(connector: Connector): Promise<string | null> {
  if (!isSocial(connector)) return null;
  const issuer: unknown = await connector.getIssuer?.();
  return typeof issuer === 'string' && issuer !== '' ? issuer : null;
}
