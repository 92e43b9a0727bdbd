import type { GithubPerson } from './people.ts';
import type { GithubContext, GithubSignIn, GithubVariant } from './variant.ts';

/** Everything that an endpoint of the fake GitHub works on. */
export interface World {
  /** `github-app`: tokens expire and refresh, and permissions take the place of scopes. */
  readonly app: 'oauth-app' | 'github-app';
  readonly people: readonly GithubPerson[];
  /** What variants may draw on, as of now. */
  readonly context: GithubContext;
  /** Base of the REST API. */
  readonly api: string;
  /** The variants in use. */
  readonly variants: readonly GithubVariant[];
  readonly signIns: GithubSignIn[];
  /** Live tokens, and the sign-in that each came from. */
  readonly accessTokens: Map<string, GithubSignIn>;
  readonly refreshTokens: Map<string, GithubSignIn>;
}
