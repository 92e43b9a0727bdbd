import type { createTransport } from 'nodemailer';
import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import type XOAuth2 from 'nodemailer/lib/xoauth2';

/** The parts of nodemailer that are used. */
export interface MailLibrary {
  createTransport: typeof createTransport;
  Connection: typeof SmtpConnection;
  XOAuth2: typeof XOAuth2;
}

let library: Promise<MailLibrary> | undefined;

/** Loads nodemailer at the first message, so that programs which send none do not wait for it. */
export function loadMailLibrary(): Promise<MailLibrary> {
  library ??= load();
  return library;
}

async function load(): Promise<MailLibrary> {
  const [nodemailer, connection, xoauth2] = await Promise.all([
    import('nodemailer'),
    import('nodemailer/lib/smtp-connection'),
    import('nodemailer/lib/xoauth2'),
  ]);
  return { createTransport: nodemailer.createTransport, Connection: connection.default, XOAuth2: xoauth2.default };
}
