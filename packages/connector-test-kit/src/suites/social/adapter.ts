import type { ConnectorModule, Runtime, SocialUserInfo } from '@jackfield/connector-kit';

/** What the connector must say about a person. Fields that are not named must be absent. */
export type ExpectedUser = Omit<SocialUserInfo, 'rawData'>;

/** Two different people: one whose mail address the provider has verified, one whose address it has not. */
export type Person = 'verified' | 'unverified';

/** How the suite reaches a connector's fake provider. */
export interface SocialAdapter {
  /** A configuration that fits the fake. */
  readonly config: Readonly<Record<string, unknown>>;
  /** A valid configuration for another client of the same provider. */
  readonly otherConfig: Readonly<Record<string, unknown>>;
  /** Must let the connector reach the fake: `createRuntime({ egress: { privateHosts: ['127.0.0.1', 'localhost'] } })`. */
  readonly runtime: Runtime;
  /** Registered at the fake for the client of `config`; nothing has to listen there. */
  readonly redirectUri: string;
  /** What the connector must say about each person. */
  readonly people: Readonly<Record<Person, ExpectedUser>>;
  /** Plays the browser: follows the authorization URL, signs that person in, and returns the callback URL. */
  signIn(authorizationUrl: string, person: Person): Promise<URL>;
  /** How many token requests the fake has seen so far, good and bad. */
  tokenRequests(): number;
  /** Stops the fake, so that nothing answers at its address any more. The runtime stays open. */
  stopProvider(): Promise<void>;
  /** Stops the fake, if it still runs, and closes the runtime. */
  close(): Promise<void>;
}

/** What every case of the social suite gets. */
export interface SocialContext {
  readonly module: ConnectorModule;
  readonly adapter: SocialAdapter;
  /** Starts a second fake, for a case that breaks it; the case closes it. */
  readonly startAnother: () => Promise<SocialAdapter>;
}
