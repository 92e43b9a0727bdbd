export type { OAuthAddresses, OAuthEndpoint } from './endpoints.ts';
export { type OAuthPerson, oauthPeople } from './people.ts';
export { type OAuthProvider, type OAuthProviderOptions, startOAuthProvider } from './provider.ts';
export { type ShapeName, shapes } from './shapes/index.ts';
export type { ProviderShape } from './shapes/shape.ts';
export { type OAuthVariantName, oauthVariants } from './variants.ts';
