import { randomBytes } from 'node:crypto';
import { createRuntime } from '@jackfield/egress';
import type { CodeSettings } from '../../codes/settings.ts';
import { createHost } from '../../host.ts';
import { HostError } from '../../host-error.ts';
import { keysFromText } from '../../keys/key-ring.ts';
import type { Log } from '../../log.ts';
import { createLog } from '../../observe/create-log.ts';
import { startServer } from '../../server/start-server.ts';
import { installed } from '../packages.ts';
import { type HostTask, hostTaskGuard, temporaryFailure } from './task.ts';

// A child of the soak: gets its task as a message, says when it listens, and stops at SIGTERM. It ends with its parent.
process.once('message', (task: unknown) => void run(hostTaskGuard.parse(task)));
const endWithParent = (): never => process.exit(1);
process.once('disconnect', endWithParent);

/** Limits that the load does not reach. */
const codes: Partial<CodeSettings> = {
  requestsPerNetworkAndHour: 1e6,
  smsPerPrefixAndHour: 1e6,
  smsPerCountryAndHour: 1e6,
  smsPerDay: 1e6,
  brakeLeastVerified: 0,
};

const write = createLog({ write: (line) => process.stderr.write(line), level: 'error' });
/** A database that is away is what the soak is about. */
const log: Log = (level, event, fields = {}) => {
  const { code, error } = fields;
  const failure = HostError.isInstance(error) ? error.code : code;
  if (typeof failure !== 'string' || !failure.startsWith('database_')) write(level, event, fields);
};

async function run({ databaseUrl, key, port, publicUrl, egress }: HostTask): Promise<void> {
  try {
    const runtime = createRuntime({ egress });
    const host = await createHost({
      databaseUrl,
      keyRing: keysFromText(key, 'SOAK_KEY'),
      discovery: await installed(['oauth-standard', 'oidc-standard', 'smtp-email', 'twilio-sms']),
      // The clients' addresses are their own to choose, so that no limit counts all of them as one.
      settings: { publicUrl, trustedProxies: ['127.0.0.1'] },
      runtime,
      codes,
      log,
    });
    const server = await startServer({ log, random: { bytes: randomBytes } }, { port, fetch: host.fetch });
    const stop = async (): Promise<void> => {
      host.drain();
      await server.close();
      await host.close();
      await runtime.close();
      // Now nothing is left that keeps the process alive: if anything is, the parent notices.
      process.off('disconnect', endWithParent);
      process.disconnect();
    };
    process.once('SIGTERM', () => void stop());
    process.send?.('ready');
  } catch (error) {
    if (HostError.isInstance(error) && error.retryable) process.exit(temporaryFailure);
    throw error;
  }
}
