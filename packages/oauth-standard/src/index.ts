export { configTemplate } from './config-template.ts';
export { configGuard, type OAuthStandardConfig } from './config.ts';
export {
  createOAuthStandard,
  createOAuthStandard as default,
  type OAuthStandardConnector,
  type OAuthStandardOptions,
} from './connector.ts';
export { metadata } from './metadata.ts';
