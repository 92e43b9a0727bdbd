import type { ConnectorModule } from '@jackfield/connector-kit';
import type { Assets } from '@jackfield/connector-kit/assets';

/** A connector package that can be used. */
export interface InstalledConnector {
  readonly state: 'ready';
  /** Name of the npm package. */
  readonly packageName: string;
  readonly version: string;
  readonly module: ConnectorModule;
  /** Logos as data URLs and the README, loaded once. */
  readonly assets: Assets;
}

/** A package with the keyword `jackfield-connector` that cannot be used. */
export interface BrokenPackage {
  readonly state: 'broken';
  readonly packageName: string;
  readonly version?: string;
  /** Its `metadata.id`, when it could be read. */
  readonly connectorId?: string;
  /** What is wrong, and how to mend it. */
  readonly problem: string;
}

/** What the application has installed. */
export interface Discovery {
  readonly packages: readonly (InstalledConnector | BrokenPackage)[];
  /** By `metadata.id`. */
  find(connectorId: string): InstalledConnector | undefined;
}
