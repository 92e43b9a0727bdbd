import type { SyncProgress } from '@jackfield/connector-kit';
import { safeText } from './safe-text.ts';

/** Where progress is shown: the standard error. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far a sync is. */
export interface ProgressDisplay {
  update(progress: SyncProgress): void;
  /** Makes room for other output. */
  end(): void;
}

/** Milliseconds between two pictures of the bar. */
const barInterval = 100;
const barLength = 24;

/** A bar that is drawn again and again on a terminal; elsewhere one plain line for each phase. */
export function createProgressDisplay(
  stream: ProgressStream,
  now: () => number = () => performance.now(),
): ProgressDisplay {
  let phase: string | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    update(progress) {
      const isNew = progress.phase !== phase;
      phase = progress.phase;
      if (!stream.isTTY) {
        if (isNew || progress.pausedFor !== undefined) stream.write(`${describe(progress)}\n`);
        return;
      }
      if (!isNew && now() - shownAt < barInterval) return;
      shownAt = now();
      stream.write(`\r\u001B[2K${`${bar(progress)} ${describe(progress)}`.slice(0, columnsOf(stream) - 1)}`);
    },
    end() {
      if (stream.isTTY && phase !== undefined) stream.write('\r\u001B[2K');
    },
  };
}

/** A terminal that does not say how wide it is says 0, or nothing. */
function columnsOf({ columns = 0 }: ProgressStream): number {
  return columns > 0 ? columns : 80;
}

function bar({ done, total }: SyncProgress): string {
  const filled = total === undefined || total === 0 ? 0 : Math.min(barLength, Math.round((done / total) * barLength));
  return `[${'#'.repeat(filled)}${'.'.repeat(barLength - filled)}]`;
}

function describe({ phase, done, total, requests, pausedFor }: SyncProgress): string {
  const count = total === undefined ? `${done}` : `${done}/${total}`;
  const pause = pausedFor === undefined ? '' : `, waiting ${pausedFor} s`;
  return `${safeText(phase)} ${count}, ${requests} requests${pause}`;
}
