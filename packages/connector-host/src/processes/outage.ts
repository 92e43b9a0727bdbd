import type { Log } from '../log.ts';

/** Logs the first failure of a series, and its end, instead of each. */
export interface Outage {
  failed(error: unknown): void;
  /** It works, or works again. */
  worked(): void;
}

/** @param subject begins the events: `<subject>.failed`, `<subject>.recovered` */
export function createOutage(log: Log, subject: string): Outage {
  let isFailing = false;
  return {
    failed(error) {
      if (!isFailing) log('error', `${subject}.failed`, { error });
      isFailing = true;
    },
    worked() {
      if (isFailing) log('info', `${subject}.recovered`);
      isFailing = false;
    },
  };
}
