import type { HostContext } from '../context.ts';
import { readRevision } from './announce-change.ts';
import { listen } from './listen.ts';
import { createOutage } from './outage.ts';
import { repeat } from './repeat.ts';

/** Hears of changes made by any process of the host. */
export interface ChangeFeed {
  /**
   * Ends it, and waits for the call of `onChange` that is under way. Before the database is closed, which waits for the
   * connection that listens.
   */
  close(): Promise<void>;
}

export interface ChangeFeedOptions {
  /** Milliseconds between two looks at the database's revision. Default 500. */
  readonly interval?: number;
}

/**
 * Calls `onChange` within a second of a change that any process has announced with `announceChange`: told by PostgreSQL's
 * `LISTEN`, and otherwise by looking at the database's revision, which finds what a broken connection or a pooler between
 * has kept back, and is the only way on SQLite.
 *
 * It also calls it at the start and after each reconnection, when something may have been missed; never twice at once; and
 * again when it throws. An outage is logged once, and its end.
 */
export function watchChanges(
  { database, log }: Pick<HostContext, 'database' | 'log'>,
  onChange: () => Promise<void> | void,
  { interval = 500 }: ChangeFeedOptions = {},
): ChangeFeed {
  let seen: string | undefined;
  let isForced = true;
  const polling = createOutage(log, 'changes.poll');

  const check = async (): Promise<void> => {
    const wasForced = isForced;
    isForced = false;
    try {
      const revision = await database.read(readRevision);
      if (wasForced || revision !== seen) await onChange();
      seen = revision;
      polling.worked();
    } catch (error) {
      isForced ||= wasForced;
      polling.failed(error);
    }
  };

  const poll = repeat(check, () => interval);
  poll.now();
  const connect = database.listener;
  const listener =
    connect &&
    listen({
      connect,
      outage: createOutage(log, 'changes.listen'),
      onReady: () => {
        isForced = true;
        poll.now();
      },
      onNotice: () => poll.now(),
    });
  return {
    async close() {
      await Promise.all([listener?.close(), poll.close()]);
    },
  };
}
