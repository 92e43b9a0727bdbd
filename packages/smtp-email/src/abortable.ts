/** Settles as `promise` does, or rejects with the signal's reason when it is aborted first. What was begun goes on. */
export function abortable<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** The reason of a signal that {@link startDeadline} aborted. */
class DeadlinePassed extends Error {
  readonly code = 'EDEADLINE';
}

/** A signal that is aborted after `seconds`; `stop` ends it before. */
export function startDeadline(seconds: number): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DeadlinePassed('The time is up.')), seconds * 1000);
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}
