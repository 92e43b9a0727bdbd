import * as z from 'zod';
import type { ConfigSource, Connector, ConnectorOptions } from './connector.ts';
import { ConnectorError } from './connector-error.ts';
import type { ConfigGuard } from './guard.ts';
import { type ConnectorMetadata, metadataGuard } from './metadata.ts';

/** What every connector package exports (besides its factory by name and its configuration type). */
export interface ConnectorModule {
  readonly metadata: ConnectorMetadata;
  readonly configGuard: ConfigGuard;
  /** The parsed `config-template.json`; fits `configGuard`. */
  readonly configTemplate: unknown;
  /** The factory. It does no I/O. */
  readonly default: (options: ConfigSource<never> & ConnectorOptions) => Promise<Connector>;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** Recognises a schema by its methods, so that any copy of zod will do. */
const isConfigGuard = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'safeParse' in value &&
  isFunction(value.safeParse) &&
  'toJSONSchema' in value &&
  isFunction(value.toJSONSchema);

/** Checks what a connector package exports; built against whichever copy of zod. */
export const connectorModuleGuard = z.looseObject({
  metadata: metadataGuard,
  configGuard: z.custom<ConfigGuard>(isConfigGuard, 'expected a zod schema (4.2 or newer)'),
  configTemplate: z.record(z.string(), z.unknown()),
  default: z.custom<ConnectorModule['default']>(isFunction, 'expected a factory function'),
});

/**
 * Checks what `import('@jackfield/…')` gave.
 *
 * @throws `invalid_metadata` naming every export that is missing or wrong
 */
export function parseConnectorModule(exports: unknown): ConnectorModule {
  const result = connectorModuleGuard.safeParse(
    typeof exports === 'object' && exports !== null ? { ...exports } : exports,
  );
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'module'}: ${issue.message}`);
  throw new ConnectorError('invalid_metadata', {
    hint: `The package does not fit the connector contract. ${problems.join('; ')}.`,
  });
}
