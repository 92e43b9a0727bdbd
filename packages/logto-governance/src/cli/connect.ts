import { createLogtoGovernance, type LogtoGovernance } from '../connector.ts';
import type { CommandContext } from './commands/command.ts';
import { createCommandRuntime, readConfiguration } from './configuration.ts';

/** Calls `use` with a connector that the command line and the environment describe, and closes its connections. */
export async function withConnector<Result>(
  { options, environment, warn }: CommandContext,
  use: (connector: LogtoGovernance) => Promise<Result>,
): Promise<Result> {
  const configuration = readConfiguration(options, environment, warn);
  const runtime = createCommandRuntime(options, environment);
  try {
    return await use(await createLogtoGovernance({ getConfig: async () => configuration, runtime }));
  } finally {
    await runtime.close();
  }
}
