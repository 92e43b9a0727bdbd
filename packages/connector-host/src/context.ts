import type { Clock, Random, Runtime } from '@jackfield/connector-kit';
import type { Database } from './database/database.ts';
import type { Keys } from './keys/keys.ts';
import type { Log } from './log.ts';

/** What every part of the host works with. */
export interface HostContext {
  readonly database: Database;
  readonly keys: Keys;
  /** What connectors get; its clock and randomness are also the host's. */
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}
