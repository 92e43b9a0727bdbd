export { configTemplate } from './config-template.ts';
export { configGuard, type TinyEmailConfig } from './config.ts';
export { createTinyEmail, createTinyEmail as default, type TinyEmailOptions } from './connector.ts';
export { metadata } from './metadata.ts';
