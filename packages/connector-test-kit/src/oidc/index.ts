export {
  type OidcClient,
  type OidcProvider,
  type OidcProviderOptions,
  type SeenRequest,
  startOidcProvider,
} from './honest/provider.ts';
export type { FormPost, PersonChoice } from './honest/sign-in.ts';
export type { JsonObject } from './json.ts';
export type { SigningAlgorithm, SigningKey, UnsignedToken } from './jwt.ts';
export type { LoopbackServerOptions } from './loopback-server.ts';
export { demoPeople, type Person } from './people.ts';
export { type ScriptedProvider, type ScriptedProviderOptions, startScriptedProvider } from './scripted/provider.ts';
export type {
  Answer,
  ClientAuthentication,
  Endpoint,
  ProviderCheck,
  ProviderContext,
  ReceivedRequest,
  SignIn,
  Variant,
} from './scripted/variant.ts';
export { startTrapServer, type TrappedRequest, type TrapServer, type TrapServerOptions } from './trap-server.ts';
export { type VariantName, variants } from './variants/index.ts';
