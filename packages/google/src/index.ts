export { configTemplate } from './config-template.ts';
export { configGuard, type GoogleConfig } from './config.ts';
export { createGoogle, createGoogle as default, type GoogleConnector, type GoogleOptions } from './connector.ts';
export { metadata } from './metadata.ts';
export type { OneTapForm } from './one-tap.ts';
