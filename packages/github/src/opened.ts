import type { OAuthClient } from '@jackfield/oauth-kit';
import type { ParsedGithubConfig } from './config.ts';
import type { GithubEndpoints } from './endpoints.ts';

/** One use of an instance: the configuration as of now, and what follows from it. */
export interface Opened {
  readonly config: ParsedGithubConfig;
  readonly endpoints: GithubEndpoints;
  readonly client: OAuthClient;
}
