import type { SocialUserInfo } from '@jackfield/connector-kit';
import type { Connectors } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import type { HostSettings } from '../settings.ts';
import type { LinkPolicy } from '../users/decide-link.ts';
import type { ProviderTokens } from '../users/token-store.ts';
import type { Identity, User } from '../users/user.ts';
import type { Users } from '../users/users.ts';
import type { Cookies } from './cookies.ts';
import type { Problem } from './problem.ts';
import type { PublicUrl } from './public-url.ts';
import type { Sessions } from './sessions.ts';

/** Somebody is about to be signed in, or to add an identity to their account. */
export interface SignInEvent {
  readonly user: User;
  /** With which they come; absent, as are `userInfo` and `connector`, after a code. */
  readonly identity?: Identity;
  /** What the connector said, with the provider's own answer in `rawData`. */
  readonly userInfo?: SocialUserInfo;
  readonly connector?: { readonly id: string; readonly target: string };
  /** The user has never come as far as this and been let in. Parallel first sign-ins all say so. */
  readonly isNewUser: boolean;
  /** The identity is being added to an account. */
  readonly isLinking: boolean;
  /** The provider's tokens, when connector and operator allow that they are kept. */
  readonly tokens?: ProviderTokens;
}

/**
 * Lets a person in, however they have come, or refuses with a reason in words for that person. A user who was made for
 * this is then deleted.
 */
export type OnSignIn = (
  event: SignInEvent,
) => void | { readonly refuse: string } | Promise<void | { readonly refuse: string }>;

export interface SignInOptions {
  /** When somebody comes for the first time with the verified address of an account. Default `ask`. */
  readonly linking?: LinkPolicy;
  readonly onSignIn?: OnSignIn;
  /** Answers with a page of one's own when something went wrong. Default, also for `undefined`: a small plain page. */
  readonly renderError?: (problem: Problem, request: Request) => Response | undefined | Promise<Response | undefined>;
  /**
   * Has providers send people back to `<publicUrl>/sign-in` after a sign-out. It must be registered at every provider as a
   * post-logout redirect URI: those that do not know it show an error page. Default: the provider's own page is the last.
   */
  readonly returnAfterEndSession?: boolean;
}

/** What the steps of a sign-in work with. */
export interface SignInParts {
  readonly context: HostContext;
  readonly connectors: Pick<Connectors, 'useSocial' | 'listSocial'>;
  readonly users: Users;
  readonly settings: Pick<HostSettings, 'returnOrigins'>;
  readonly options: SignInOptions;
  readonly publicUrl: PublicUrl;
  readonly cookies: Cookies;
  readonly sessions: Sessions;
}
