import type { Runtime } from '@jackfield/connector-kit';
import { defaultRuntime } from '@jackfield/egress';
import type { OAuthClient, OAuthModes, OAuthSettings } from './settings.ts';

/** What the factory of every social connector takes besides the configuration. */
export interface OAuthConnectorOptions extends OAuthModes {
  /** Default: the one of the process. */
  runtime?: Runtime;
}

/**
 * One configured client, over the given runtime or the process's own. It can be kept: that of the process may be closed,
 * and another one made, meanwhile.
 */
export function createOAuthClient(options: OAuthConnectorOptions, settings: OAuthSettings): OAuthClient {
  const { runtime, stateCheckedByCaller, sessionless } = options;
  return {
    get runtime() {
      return runtime ?? defaultRuntime();
    },
    settings,
    modes: { stateCheckedByCaller, sessionless },
  };
}
