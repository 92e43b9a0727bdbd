export { configTemplate } from './config-template.ts';
export { configGuard, type TinySocialConfig } from './config.ts';
export { createTinySocial, createTinySocial as default, type TinySocialOptions } from './connector.ts';
export { metadata } from './metadata.ts';
