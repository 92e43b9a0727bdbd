import type { Host } from '@jackfield/connector-host';
import type { Runtime } from '@jackfield/connector-kit';

/**
 * Puts something around a host: pages of one's own, and what connectors call out with. Called once it is known where
 * browsers reach the host, and before it is opened.
 *
 * @param url such as `http://127.0.0.1:3000`, without a slash at its end
 */
export type PrepareSite = (url: string) => Promise<Site>;

/** What is around a host. */
export interface Site {
  /** What connectors get instead of what the settings say. */
  readonly runtime: Runtime;
  /** Called with the open host. @returns who answers first */
  open(host: Host): Promise<Front>;
  /** Called when the host serves. */
  ready(host: Host): Promise<void>;
  /** Called when the host is closed. */
  close(): Promise<void>;
}

/** Answers a request; `undefined` leaves it to the host. */
export type Front = (request: Request, remoteAddress: string) => Promise<Response> | undefined;
