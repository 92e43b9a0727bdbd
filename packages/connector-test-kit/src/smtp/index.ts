export type { ReceivedMail } from './mailbox.ts';
export type { Login } from './sessions.ts';
export { type FakeSmtpServer, type SmtpServerOptions, startSmtpServer } from './start-smtp-server.ts';
export { type SmtpVariant, smtpVariants } from './variants.ts';
