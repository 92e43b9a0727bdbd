import type { SyncProgress } from '@jackfield/connector-kit';

/** Where progress is shown. */
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

const titles: Readonly<Record<string, string>> = {
  'organization-roles': 'Organization roles',
  users: 'Users',
  organizations: 'Organizations',
  members: 'Organizations with members',
  verification: 'Verification',
};

/** Milliseconds between two pictures of the bar, and between two lines of a log. */
const barInterval = 100;
const lineInterval = 10_000;
const barLength = 24;

/** A bar that is drawn again and again on a terminal, else plain lines: at each phase, and every ten seconds. */
export function createProgressDisplay(
  stream: ProgressStream,
  now: () => number = () => performance.now(),
): ProgressDisplay {
  let phase: string | undefined;
  let begun = { at: 0, done: 0 };
  let shownAt = Number.NEGATIVE_INFINITY;
  const draw = (progress: SyncProgress): void => {
    const seconds = (now() - begun.at) / 1000;
    const text = describe(progress, seconds > 0.5 ? (progress.done - begun.done) / seconds : undefined);
    if (stream.isTTY) stream.write(`\r\u001B[2K${`${bar(progress)} ${text}`.slice(0, columnsOf(stream) - 1)}`);
    else stream.write(`${text}\n`);
    shownAt = now();
  };
  return {
    update(progress) {
      const isNew = progress.phase !== phase;
      if (isNew) {
        phase = progress.phase;
        begun = { at: now(), done: progress.done };
      }
      const interval = stream.isTTY ? barInterval : lineInterval;
      if (isNew || progress.pausedFor !== undefined || now() - shownAt >= interval) draw(progress);
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

/** `Users 5000/10000 (50 %), 800/s, 0:06 left, 52 requests`. */
function describe({ phase, done, total, requests, pausedFor }: SyncProgress, rate: number | undefined): string {
  const count = total === undefined ? `${done}` : `${done}/${total}`;
  const share = total ? ` (${Math.floor((Math.min(done, total) / total) * 100)} %)` : '';
  const parts = [`${titles[phase] ?? phase} ${count}${share}`];
  if (pausedFor !== undefined) parts.push(`waiting ${pausedFor} s: Logto limits the rate`);
  else if (rate !== undefined && rate > 0) {
    parts.push(`${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`);
    if (total !== undefined && total > done) parts.push(`${duration((total - done) / rate)} left`);
  }
  return [...parts, `${requests} ${requests === 1 ? 'request' : 'requests'}`].join(', ');
}

/** `1:02:03` or `2:03`. */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const clock = `${minutes.toString().padStart(hours > 0 ? 2 : 1, '0')}:${rest.toString().padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}
