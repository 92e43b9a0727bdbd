import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Discovery } from '@jackfield/connector-host';
import { type Connector, type ConnectorModule, parseConnectorModule, type Runtime } from '@jackfield/connector-kit';
import { loadAssets } from '@jackfield/connector-kit/assets';
import { createRuntime } from '@jackfield/egress';
import { workspaceRoot } from '../../../tools/src/workspace.ts';
import type { World } from '../provider/world.ts';

const folderOf = (name: string): string => join(workspaceRoot, 'packages', name);

/** Whether this workspace has a package in the folder `packages/<name>`. */
export function isBuilt(name: string): boolean {
  return existsSync(join(folderOf(name), 'src/index.ts'));
}

/** Makes an instance of the connector in `packages/<name>`, from its sources. */
export async function loadConnector(name: string, config: object, runtime: Runtime): Promise<Connector> {
  const { default: create } = await loadModule(name);
  // Its own guard decides whether the configuration fits.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return create({ config: config as never, runtime });
}

/** What a host finds that has this connector alone. */
export async function discoveryOf(name: string): Promise<Discovery> {
  const module = await loadModule(name);
  const assets = await loadAssets(pathToFileURL(join(folderOf(name), 'package.json')), module.metadata);
  const found = { state: 'ready', packageName: `@jackfield/${name}`, version: '0.0.0', module, assets } as const;
  return { packages: [found], find: (id) => (id === module.metadata.id ? found : undefined) };
}

async function loadModule(name: string): Promise<ConnectorModule> {
  const exports: unknown = await import(pathToFileURL(join(folderOf(name), 'src/index.ts')).href);
  return parseConnectorModule(exports);
}

/** The runtime under which connectors reach the fake providers. */
export function createBenchRuntime({ ca, proxy }: World, proxied: boolean): Runtime {
  // Through a proxy, names are resolved for a check only; nothing connects to this public address.
  const viaTunnel = { proxy, lookup: async () => [{ address: '142.250.0.1' }] };
  return createRuntime({ egress: { ca, privateHosts: ['127.0.0.1', 'localhost'], ...(proxied ? viaTunnel : {}) } });
}
