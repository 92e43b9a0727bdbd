import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { Clock } from '@jackfield/connector-kit';
import type { Log, LogFields, LogLevel } from '../log.ts';
import { escapeText } from './clean-text.ts';
import { type SafeValue, safeValue } from './safe-value.ts';

export interface LogOptions {
  /** Takes one line, with its line end. */
  readonly write: (line: string) => void;
  /** The least grave level that is written. Default `info`. */
  readonly level?: LogLevel;
  /** `json` for machines; `text` for people. Default `json`. */
  readonly format?: 'json' | 'text';
  /** Default: the system's. */
  readonly clock?: Clock;
}

const gravity: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
const reserved = new Set(['time', 'level', 'event', 'trace_id', 'span_id']);
/** Characters of a line. */
const longestLine = 16_000;

/**
 * Makes the host's log. Secrets are replaced by key and by form, errors are cut to what is safe, and no line can hold a
 * control character. Within a span of OpenTelemetry, lines carry its `trace_id` and `span_id`.
 *
 * It never throws: a line that cannot be written is lost.
 */
export function createLog({
  write,
  level: least = 'info',
  format = 'json',
  clock = { now: Date.now },
}: LogOptions): Log {
  const toLine = format === 'json' ? jsonLine : textLine;
  return (level, event, fields = {}) => {
    if (gravity[level] < gravity[least]) return;
    try {
      const time = new Date(clock.now()).toISOString();
      write(`${toLine(time, level, event.slice(0, 200), { ...safeFields(fields), ...spanFields() })}\n`);
    } catch {
      // The log must not break what it tells about.
    }
  };
}

function safeFields(fields: LogFields): Record<string, SafeValue> {
  const safe = safeValue(fields);
  if (typeof safe !== 'object' || safe === null || Array.isArray(safe)) return { fields: safe };
  return Object.fromEntries(Object.entries(safe).map(([key, value]) => [reserved.has(key) ? `${key}_` : key, value]));
}

function spanFields(): Record<string, SafeValue> {
  const span = trace.getActiveSpan()?.spanContext();
  return span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {};
}

function jsonLine(time: string, level: LogLevel, event: string, fields: Record<string, SafeValue>): string {
  const line = escapeText(JSON.stringify({ time, level, event, ...fields }));
  return line.length <= longestLine ? line : escapeText(JSON.stringify({ time, level, event, cut: line.length }));
}

function textLine(time: string, level: LogLevel, event: string, fields: Record<string, SafeValue>): string {
  const pairs = Object.entries(fields).map(([key, value]) => ` ${key}=${toText(value)}`);
  const line = escapeText(`${time} ${level.toUpperCase().padEnd(5)} ${event}${pairs.join('')}`);
  return line.length <= longestLine ? line : `${line.slice(0, longestLine - 1)}…`;
}

/** A plain word stands as it is; anything else as JSON. */
function toText(value: SafeValue): string {
  return typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);
}
