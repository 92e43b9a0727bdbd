import { existsSync } from 'node:fs';
import type { Discovery, Host } from '@jackfield/connector-host';
import type { CommandContext } from '../commands/command.ts';
import { Problems } from '../settings/problems.ts';
import { readStorage, type Storage } from '../settings/storage.ts';
import { UsageError } from '../usage-error.ts';
import { openStorage } from './open-storage.ts';

/** A host that a command works on, beside others on the same database. */
export interface OpenedHost extends Host {
  readonly storage: Storage;
}

export interface WithHostOptions {
  /** Whether a database that is not there is made. Default: no, since the folder was probably mistyped. */
  readonly mayCreate?: boolean;
  /** Whether the command has to do with no connector: then no package is loaded, and none has to be there. */
  readonly withoutConnectors?: boolean;
}

const noConnectors: Discovery = { packages: [], find: () => undefined };

/**
 * Calls `use` with a host on the database that options and environment name, and closes it. The host's code is loaded here:
 * help and completion do without. It serves nothing; a host that runs meanwhile takes the changes into force.
 *
 * @throws UsageError; what `createHost` and `use` throw
 */
export async function withHost(
  context: CommandContext,
  use: (host: OpenedHost) => Promise<number>,
  { mayCreate = false, withoutConnectors = false }: WithHostOptions = {},
): Promise<number> {
  const problems = new Problems();
  const storage = readStorage(context.options, context.environment, context.folder, problems);
  problems.check();
  if (!mayCreate && storage.databaseFile !== undefined && !existsSync(storage.databaseFile)) {
    throw new UsageError(
      'There is no database yet in this data folder. Start the host once, add a connector, or name another folder with --data.',
    );
  }
  const { createHost, createLog } = await import('@jackfield/connector-host');
  const opened = await openStorage(storage, context.environment);
  try {
    const host = await createHost({
      ...opened.hostOptions,
      ...(withoutConnectors && { discovery: noConnectors }),
      // Nobody is signed in here, and nothing is served.
      settings: { publicUrl: 'http://127.0.0.1' },
      log: createLog({ write: (line) => context.progress.write(line), level: 'error', format: 'text' }),
    });
    try {
      return await use({ ...host, storage });
    } finally {
      await host.close();
    }
  } finally {
    await opened.close();
  }
}
