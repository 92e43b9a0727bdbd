/** How grave a line is. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured particulars; secrets are replaced before a line is written. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The host's log: one event a line. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;
