import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { HostOptions } from '@jackfield/connector-host';
import type { Runtime } from '@jackfield/connector-kit';
import type { Environment } from '../settings/environment.ts';
import type { Storage } from '../settings/storage.ts';

/** What a host is opened with. */
export interface OpenedStorage {
  readonly hostOptions: Pick<HostOptions, 'databaseUrl' | 'keyRing' | 'applicationFolder' | 'runtime' | 'secrets'>;
  /** Closes what was opened here. */
  close(): Promise<void>;
}

/**
 * Makes the folders that only their owner may enter, reads the keys (and makes a key file when there is none), and makes
 * what connectors call out with.
 *
 * @param runtime used instead of one of our own
 * @throws `key_invalid`, `invalid_config` of the outbound policy
 */
export async function openStorage(
  storage: Storage,
  environment: Environment,
  runtime?: Runtime,
): Promise<OpenedStorage> {
  const { keysFromFile, keysFromText } = await import('@jackfield/connector-host');
  const { createRuntime } = await import('@jackfield/egress');
  const { databaseUrl, databaseFile, keyText, keyFile, applicationFolder, egress } = storage;
  for (const file of [databaseFile, keyText === undefined ? keyFile : undefined]) {
    if (file !== undefined) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  }
  const keyRing = keyText === undefined ? keysFromFile(keyFile) : keysFromText(keyText, 'JACKFIELD_KEYS');
  const used = runtime ?? createRuntime({ egress });
  return {
    hostOptions: {
      databaseUrl,
      keyRing,
      applicationFolder,
      runtime: used,
      secrets: { environment, ...(storage.secretsFolder !== undefined && { folder: storage.secretsFolder }) },
    },
    close: async () => (used === runtime ? undefined : used.close()),
  };
}
