import { closeSync, openSync, writeSync } from 'node:fs';
import { safeJson } from './output/safe-text.ts';

/** The log of a sync: one JSON object per line, with the time; numbers and states, no names and no addresses. */
export interface RunLog {
  write(event: string, fields?: Readonly<Record<string, unknown>>): void;
  close(): void;
}

/** Appends to a file that only its owner can read. */
export function openRunLog(path: string): RunLog {
  const file = openSync(path, 'a', 0o600);
  return {
    write(event, fields = {}) {
      writeSync(file, `${safeJson({ at: new Date().toISOString(), event, ...fields })}\n`);
    },
    close: () => closeSync(file),
  };
}
