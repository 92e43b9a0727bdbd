import type { ConnectorModule } from '@jackfield/connector-kit';
import type { Assets } from '@jackfield/connector-kit/assets';

/** A connector package that can be used. */
export interface InstalledConnector {
  readonly state: 'ready';
  /** Name of the npm package, as the application's `package.json` has it. */
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
  /** What is wrong, and how to mend it: one line without control characters. May quote the package's own error. */
  readonly problem: string;
}

/** What the application has installed. */
export interface Discovery {
  /** By name. */
  readonly packages: readonly (InstalledConnector | BrokenPackage)[];
  /** By `metadata.id`. */
  find(connectorId: string): InstalledConnector | undefined;
}
