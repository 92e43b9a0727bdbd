import type { DiagnosticStep } from './diagnostics.ts';
import type { ConfigGuard } from './guard.ts';
import type { ConnectorMetadata } from './metadata.ts';
import type { Runtime } from './runtime.ts';

/** What every connector instance has. */
export interface Connector<Metadata extends ConnectorMetadata = ConnectorMetadata> {
  readonly type: Metadata['type'];
  readonly metadata: Metadata;
  readonly configGuard: ConfigGuard;
  /**
   * Finds what is wrong with the configuration and the way to the provider, without signing anyone in or sending
   * anything. Steps come as they finish; nothing is thrown.
   */
  diagnose(): AsyncIterable<DiagnosticStep>;
}

/**
 * Where an instance takes its configuration from: `config` is validated when the instance is created; `getConfig` is
 * called with the connector's `metadata.id` at every use, and its answer is validated then.
 */
export type ConfigSource<Config> =
  | { config: Config; getConfig?: undefined }
  | { config?: undefined; getConfig: (id: string) => Promise<unknown> };

/** What every factory takes besides the configuration. */
export interface ConnectorOptions {
  /** Default: the one of the process, `defaultRuntime()` of `@jackfield/egress`. */
  runtime?: Runtime;
}
