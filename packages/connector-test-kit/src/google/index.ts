export type { GoogleCalls } from './exchange.ts';
export { googlePeople, type GooglePerson } from './people.ts';
export { type GoogleProvider, type GoogleProviderOptions, startGoogleProvider } from './provider.ts';
export type { OneTapPost } from './one-tap.ts';
export { type GoogleVariantName, googleVariants } from './variants.ts';
