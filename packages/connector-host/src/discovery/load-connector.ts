import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseConnectorModule } from '@jackfield/connector-kit';
import { loadAssets } from '@jackfield/connector-kit/assets';
import type { ConnectorPackage } from './application-packages.ts';
import type { BrokenPackage, InstalledConnector } from './discovery.ts';
import { entryPoint, processConditions } from './entry-point.ts';
import { LoadProblem, loadProblem } from './load-problem.ts';

/** The version of the connector contract that this host knows. */
const knownSpecVersion = 1;

/** Loads a connector's code and files. What is wrong with it is told in the result, never thrown. */
export async function loadConnector(
  connector: ConnectorPackage,
  importTimeout: number,
): Promise<InstalledConnector | BrokenPackage> {
  const { name: packageName, version, folder } = connector;
  let connectorId: string | undefined;
  try {
    const exports = await importConnector(connector, importTimeout);
    connectorId = readId(exports);
    checkSpecVersion(exports);
    const module = parseConnectorModule(exports);
    const assets = await loadAssets(pathToFileURL(join(folder, 'package.json')), module.metadata);
    return { state: 'ready', packageName, version, module, assets };
  } catch (error) {
    const problem = loadProblem(error);
    return { state: 'broken', packageName, version, ...(connectorId !== undefined && { connectorId }), problem };
  }
}

async function importConnector(connector: ConnectorPackage, timeout: number): Promise<unknown> {
  const file = entryPoint(connector, processConditions());
  if (file === undefined) {
    throw new LoadProblem('Its package.json exports nothing that can be imported. Install another version of it.');
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const problem = `It was not loaded within ${timeout / 1000} s: its code waits for something at the top level. Install another version of it.`;
    timer = setTimeout(() => reject(new LoadProblem(problem)), timeout);
  });
  try {
    const exports: unknown = await Promise.race([import(pathToFileURL(file).href), late]);
    return exports;
  } finally {
    clearTimeout(timer);
  }
}

function readId(exports: unknown): string | undefined {
  const id = readMetadata(exports, 'id');
  return typeof id === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(id) ? id : undefined;
}

function checkSpecVersion(exports: unknown): void {
  const specVersion = readMetadata(exports, 'specVersion');
  if (typeof specVersion !== 'number' || specVersion <= knownSpecVersion) return;
  throw new LoadProblem(
    `It needs a newer host: it is made for version ${specVersion} of the connector contract, and this host knows ${knownSpecVersion}. Update @jackfield/connector-host, or install an older version of the connector.`,
  );
}

function readMetadata(exports: unknown, key: 'id' | 'specVersion'): unknown {
  return readProperty(readProperty(exports, 'metadata'), key);
}

function readProperty(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const property: unknown = Reflect.get(value, key);
  return property;
}
