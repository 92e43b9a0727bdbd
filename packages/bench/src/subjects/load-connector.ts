import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Connector, parseConnectorModule, type Runtime } from '@jackfield/connector-kit';
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
  const exports: unknown = await import(pathToFileURL(join(folderOf(name), 'src/index.ts')).href);
  const { default: create } = parseConnectorModule(exports);
  // Its own guard decides whether the configuration fits.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return create({ config: config as never, runtime });
}

/** The runtime under which connectors reach the fake providers. */
export function createBenchRuntime({ ca, proxy }: World, proxied: boolean): Runtime {
  // Through a proxy, names are resolved for a check only; nothing connects to this public address.
  const viaTunnel = { proxy, lookup: async () => [{ address: '142.250.0.1' }] };
  return createRuntime({ egress: { ca, privateHosts: ['127.0.0.1', 'localhost'], ...(proxied ? viaTunnel : {}) } });
}
