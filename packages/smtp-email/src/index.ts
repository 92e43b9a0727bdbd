export { configTemplate } from './config-template.ts';
export { configGuard, type SmtpEmailConfig } from './config.ts';
export { createSmtpEmail, createSmtpEmail as default, type SmtpEmailOptions } from './connector.ts';
export { metadata } from './metadata.ts';
