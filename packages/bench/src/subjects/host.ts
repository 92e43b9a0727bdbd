import type { StartSubject } from '../measure/subject.ts';

/**
 * Sign-ins with `oidc-standard` through the host: one process, SQLite. It begins and finishes each by the host's HTTP API,
 * as a browser would. `undefined` while this workspace has no host.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type is what it will have
export const host = undefined as StartSubject | undefined;
