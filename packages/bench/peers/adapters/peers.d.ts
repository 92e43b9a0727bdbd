// What the adapters use of the other libraries, so that they can be checked while those are not installed.

declare module '@logto/connector-github' {
  const create: import('./logto.ts').CreateLogtoConnector;
  export default create;
}
declare module '@logto/connector-google' {
  const create: import('./logto.ts').CreateLogtoConnector;
  export default create;
}
declare module '@logto/connector-oauth' {
  const create: import('./logto.ts').CreateLogtoConnector;
  export default create;
}
declare module '@logto/connector-oidc' {
  const create: import('./logto.ts').CreateLogtoConnector;
  export default create;
}
declare module '@logto/connector-smtp' {
  const create: import('./logto.ts').CreateLogtoConnector;
  export default create;
}
declare module '@logto/connector-twilio-sms' {
  const create: import('./logto.ts').CreateLogtoConnector;
  export default create;
}

declare module 'arctic' {
  interface Tokens {
    accessToken(): string;
    idToken(): string;
  }
  export class GitHub {
    constructor(clientId: string, clientSecret: string, redirectUri: string);
    createAuthorizationURL(state: string, scopes: string[]): URL;
    validateAuthorizationCode(code: string): Promise<Tokens>;
  }
  export class Google {
    constructor(clientId: string, clientSecret: string, redirectUri: string);
    createAuthorizationURL(state: string, codeVerifier: string, scopes: string[]): URL;
    validateAuthorizationCode(code: string, codeVerifier: string): Promise<Tokens>;
  }
  export function generateState(): string;
  export function generateCodeVerifier(): string;
  export function decodeIdToken(idToken: string): object;
}

declare module '@auth/core' {
  export const skipCSRFCheck: symbol;
  export function Auth(request: Request, config: object): Promise<Response>;
}
declare module '@auth/core/providers/github' {
  export default function GitHub(options: { clientId: string; clientSecret: string }): object;
}

declare module 'better-auth' {
  export function betterAuth(options: object): { handler(request: Request): Promise<Response> };
}

declare module 'openid-client' {
  interface Configuration {
    serverMetadata(): object;
  }
  export function discovery(
    server: URL,
    clientId: string,
    metadata: string | undefined,
    authentication: unknown,
  ): Promise<Configuration>;
  export function ClientSecretBasic(secret: string): unknown;
  export function enableNonRepudiationChecks(configuration: Configuration): void;
  export function randomPKCECodeVerifier(): string;
  export function calculatePKCECodeChallenge(verifier: string): Promise<string>;
  export function randomState(): string;
  export function randomNonce(): string;
  export function buildAuthorizationUrl(configuration: Configuration, parameters: Record<string, string>): URL;
  export function authorizationCodeGrant(
    configuration: Configuration,
    callback: URL,
    checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string; idTokenExpected: boolean },
  ): Promise<{ claims(): { sub: string; email?: unknown } | undefined }>;
}

declare module 'passport-github2' {
  export const Strategy: import('./passport.ts').StrategyClass;
}
declare module 'passport-google-oauth20' {
  export const Strategy: import('./passport.ts').StrategyClass;
}
declare module 'passport-openidconnect' {
  const Strategy: import('./passport.ts').StrategyClass;
  export default Strategy;
}

declare module 'twilio' {
  interface HttpClient {
    axios: { defaults: { httpsAgent?: unknown } };
  }
  interface Client {
    messages: { create(message: { to: string; from: string; body: string }): Promise<{ sid: string }> };
  }
  const twilio: {
    (username: string, password: string, options: { accountSid: string; httpClient: HttpClient }): Client;
    RequestClient: new () => HttpClient;
  };
  export default twilio;
}
