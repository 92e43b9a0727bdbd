/** Work that is done again and again, never twice at once. */
export interface Repetition {
  /** Does it at once; while it is being done, once more afterwards. */
  now(): void;
  /** Ends it, and waits for what is being done. */
  close(): Promise<void>;
}

/**
 * Does `work` after each pause. Its timer keeps no process alive.
 *
 * @param work handles its own errors
 * @param pause milliseconds until the next time, asked for each
 */
export function repeat(work: () => Promise<void>, pause: () => number): Repetition {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isClosed = false;

  const schedule = (): void => {
    timer = setTimeout(now, pause());
    timer.unref();
  };
  const run = async (): Promise<void> => {
    isWanted = false;
    await work();
    running = undefined;
    if (isClosed) return;
    if (isWanted) now();
    else schedule();
  };
  const now = (): void => {
    if (isClosed) return;
    clearTimeout(timer);
    if (running) isWanted = true;
    else running = run();
  };

  schedule();
  return {
    now,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
