import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { JsonObject } from '../json.ts';
import type { SigningKey, UnsignedToken } from '../jwt.ts';

export const endpoints = ['discovery', 'jwks', 'authorize', 'token', 'userinfo', 'revocation', 'end_session'] as const;

export type Endpoint = (typeof endpoints)[number];

/** One way for the scripted provider to answer otherwise than an honest one. Every member patches what it would say. */
export interface Variant {
  /** One line: what the provider does. */
  readonly description: string;
  /** The discovery document. */
  readonly discovery?: (document: JsonObject, context: ProviderContext) => JsonObject;
  /** The key set. */
  readonly jwks?: (document: JsonObject, context: ProviderContext) => JsonObject;
  /** The parameters with which the browser is sent back. */
  readonly callback?: (parameters: URLSearchParams, context: ProviderContext, signIn: SignIn) => URLSearchParams;
  /** What is said about the person, in the ID token and at the userinfo endpoint. */
  readonly person?: (claims: JsonObject, source: 'id_token' | 'userinfo') => JsonObject;
  /** The ID token before it is signed. */
  readonly idToken?: (token: UnsignedToken, context: ProviderContext, signIn: SignIn) => UnsignedToken;
  /** The JSON of a successful answer of the token endpoint. */
  readonly tokens?: (body: JsonObject, context: ProviderContext) => JsonObject;
  /** The JSON of a successful answer of the userinfo endpoint. */
  readonly userInfo?: (claims: JsonObject, context: ProviderContext) => JsonObject;
  /** Whole answers, as they are about to be sent. */
  readonly answers?: {
    readonly [endpoint in Endpoint]?: (answer: Answer, context: ProviderContext, request: ReceivedRequest) => Answer;
  };
  /** What the provider does not check. */
  readonly ignores?: readonly ProviderCheck[];
}

export type ProviderCheck = 'client' | 'code-reuse' | 'pkce' | 'redirect-uri';

/** What a variant may draw on. */
export interface ProviderContext {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The key that signs; a second one of the provider; one of somebody else. All of one kind. */
  readonly keys: { readonly signing: SigningKey; readonly spare: SigningKey; readonly attacker: SigningKey };
  /** Origin of a server that records what it is sent and publishes the attacker's key at `/jwks`. */
  readonly trapOrigin: string;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Sign-ins begun so far, in order. */
  readonly signIns: readonly SignIn[];
}

/** What the provider remembers of one authorization request. */
export interface SignIn {
  readonly code: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state?: string;
  readonly nonce?: string;
  readonly codeChallenge?: string;
  codeUsed: boolean;
}

/** An answer about to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How it is sent, if not at once and in full. */
  readonly deliver?: (answer: Answer, response: ServerResponse) => void;
}

/** How a client proved who it is. */
export type ClientAuthentication =
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'client_secret_jwt'
  | 'private_key_jwt'
  | 'none';

/** A request that the provider has received. */
export interface ReceivedRequest {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** The parameters of a posted form. */
  readonly form: URLSearchParams;
  /** How the client proved who it is, once that was checked. */
  clientAuthentication?: ClientAuthentication;
}
