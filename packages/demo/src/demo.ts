import { join } from 'node:path';
import type { Host } from '@jackfield/connector-host';
import { type PrepareSite, run, type Surroundings } from 'jackfield';
import { createApiClient } from './api-client.ts';
import { commandEnvironment, hostEnvironment, writeEnvironment } from './command-environment.ts';
import { connectorRequests } from './connector-requests.ts';
import { createFront } from './front.ts';
import { keepPorts, readPorts } from './ports.ts';
import { addConnectors } from './seed.ts';
import { smoke } from './smoke.ts';
import { portsOf, startWorld, type World } from './world.ts';

export interface DemoSettings {
  /** 0: any free one. */
  readonly port: string;
  /** Absolute path. */
  readonly dataFolder: string;
  readonly isSmoke: boolean;
}

/** Milliseconds: a working day. */
const tokenLifetime = 12 * 60 * 60_000;

/**
 * Runs `jackfield start` with the services around it, until it is told to end; a smoke run ends by itself.
 *
 * @returns the exit code
 */
export async function runDemo(
  { port, dataFolder, isSmoke }: DemoSettings,
  surroundings: Surroundings & { readonly stop: () => void },
): Promise<number> {
  const environment = {
    ...surroundings.environment,
    ...hostEnvironment(dataFolder),
    LOG_LEVEL: surroundings.environment.LOG_LEVEL || 'warn',
  };
  const { folder, print, warn, signal, stop } = surroundings;
  const outcome: { failure?: unknown } = {};

  const present = async (host: Host, origin: string, world: World): Promise<void> => {
    const expiresAt = Date.now() + tokenLifetime;
    const { token } = await host.tokens.create({ name: 'demo', scope: 'write', expiresAt }, 'cli');
    const commands = commandEnvironment(dataFolder, world);
    if (isSmoke) {
      const place = { environment: { ...environment, ...commands }, folder };
      await smoke({ origin, token, world, place }, print);
      return stop();
    }
    await addConnectors(createApiClient(origin, token, signal), connectorRequests(world));
    for (const line of welcome(origin, token, writeEnvironment(dataFolder, commands))) print(line);
  };
  const prepareSite: PrepareSite = async (origin) => {
    const portsFile = join(dataFolder, 'demo-ports.json');
    const world = await startWorld(origin, readPorts(portsFile));
    return {
      runtime: world.runtime,
      open(host) {
        keepPorts(portsFile, portsOf(world));
        return createFront(host, world, origin);
      },
      ready: (host) =>
        present(host, origin, world).catch((error: unknown) => {
          outcome.failure = error;
          stop();
        }),
      close: () => world.close(),
    };
  };

  const code = await run(['start', '--port', port], { ...surroundings, environment, prepareSite });
  if (!('failure' in outcome)) return code;
  warn(outcome.failure instanceof Error ? outcome.failure.message : String(outcome.failure));
  return 1;
}

function welcome(origin: string, token: string, environmentFile: string): readonly string[] {
  return [
    '',
    'Sign in with the demo provider, and send a code to any address, or to +14155550100.',
    'A token of the management API, for twelve hours:',
    '',
    `  ${token}`,
    '',
    `  curl -H "authorization: Bearer ${token}" ${origin}/api/connectors`,
    '',
    'The command, in another terminal:',
    '',
    `  . ${environmentFile}`,
    '  npx pnpm@12 jackfield connectors diagnose demo-oidc',
    '  npx pnpm@12 jackfield --help',
  ];
}
