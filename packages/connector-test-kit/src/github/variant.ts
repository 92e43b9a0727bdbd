import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../oidc/json.ts';
import type { Answer } from '../oidc/scripted/variant.ts';
import type { GithubPerson } from './people.ts';

export type GithubEndpoint =
  | 'authorize'
  | 'token'
  | 'user'
  | 'emails'
  | 'organization-membership'
  | 'team-membership'
  | 'revocation';

/** One way for the fake GitHub to answer otherwise than the real one. Every member patches what it would say. */
export interface GithubVariant {
  /** One line: what it does. */
  readonly description: string;
  /** The parameters with which the browser is sent back. */
  readonly callback?: (parameters: URLSearchParams, context: GithubContext) => URLSearchParams;
  /** The person whom everything is about. */
  readonly person?: (person: GithubPerson) => GithubPerson;
  /** The JSON of a successful answer of the token endpoint. */
  readonly tokens?: (body: JsonObject) => JsonObject;
  /** The JSON of a successful answer at `/user`. */
  readonly user?: (body: JsonObject) => JsonObject;
  /** The JSON of a successful answer at `/user/emails`. */
  readonly emails?: (body: readonly JsonObject[]) => readonly JsonObject[];
  /** Whole answers, as they are about to be sent. */
  readonly answers?: {
    readonly [endpoint in GithubEndpoint]?: (
      answer: Answer,
      context: GithubContext,
      request: ReceivedGithubRequest,
    ) => Answer;
  };
  /** What the fake does not check. */
  readonly ignores?: readonly ('pkce' | 'code-reuse')[];
}

/** What a variant may draw on. */
export interface GithubContext {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origin of a server that records what it is sent. */
  readonly trapOrigin: string;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Sign-ins begun so far, in order. */
  readonly signIns: readonly GithubSignIn[];
}

/** What the fake remembers of one authorization request. */
export interface GithubSignIn {
  readonly code: string;
  readonly person: GithubPerson;
  readonly redirectUri: string;
  /** Of an OAuth App; a GitHub App has permissions. */
  readonly scopes: readonly string[];
  readonly state?: string;
  readonly codeChallenge?: string;
  codeUsed: boolean;
}

/** A request that the fake has received. */
export interface ReceivedGithubRequest {
  readonly endpoint: GithubEndpoint;
  readonly method: string;
  readonly url: URL;
  /** The variable parts of the path, in order. */
  readonly path: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
