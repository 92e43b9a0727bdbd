import * as z from 'zod';

/** What is known of a failure below: nodemailer's own error, or a system error. Every field may be missing. */
export interface SmtpFailure {
  /** nodemailer's class of the failure, or the system's code. */
  readonly code?: string;
  /** The system's code, where nodemailer put its own over it. */
  readonly originalCode?: string;
  /** The command that failed: `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`, `CONN`. */
  readonly command?: string;
  /** The server's reply. */
  readonly reply?: SmtpReply;
}

/** A reply of the server (RFC 5321 §4.2). */
export interface SmtpReply {
  /** Three digits; 0 when it did not begin with any. */
  readonly code: number;
  /** RFC 3463, such as `5.1.1`. */
  readonly enhanced?: string;
  readonly text: string;
}

/** Reads a failure from anything thrown. */
export function readFailure(error: unknown): SmtpFailure {
  const { data: fields = {} } = errorGuard.safeParse(error);
  const { code, originalCode, command, response } = fields;
  return {
    ...(code !== undefined && { code }),
    ...(originalCode !== undefined && { originalCode }),
    ...(command !== undefined && { command }),
    ...(response !== undefined && { reply: readReply(response) }),
  };
}

/** What nodemailer puts on its errors. */
const errorGuard = z.object({
  code: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
});

/** Reads a reply of one or more lines. */
export function readReply(response: string): SmtpReply {
  const lines = response.slice(0, 4_000).split(/\r?\n/);
  const [, code = '0', enhanced] = /^(\d{3})[ -]?(\d\.\d{1,3}\.\d{1,3})?/.exec(lines[0] ?? '') ?? [];
  const text = lines.map((line) => line.replace(/^\d{3}[ -]?(?:\d\.\d{1,3}\.\d{1,3} ?)?/, '')).join(' ');
  return { code: Number(code), ...(enhanced !== undefined && { enhanced }), text: text.trim() };
}

/** Whether the server refused: for good (5xx), or for now (4xx). Anything else is no answer. */
export function isRefusal({ code }: SmtpReply): boolean {
  return code >= 400 && code < 600;
}
