export { configTemplate } from './config-template.ts';
export { configGuard, type OidcStandardConfig } from './config.ts';
export {
  createOidcStandard,
  createOidcStandard as default,
  type OidcStandardConnector,
  type OidcStandardOptions,
} from './connector.ts';
export { metadata } from './metadata.ts';
