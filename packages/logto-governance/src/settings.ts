import { ConnectorError, type ConfigIssue } from '@jackfield/connector-kit';
import type { ParsedConfig } from './config.ts';

/** A checked configuration, with the defaults that depend on the base URL. */
export interface LogtoSettings extends ParsedConfig {
  /** An origin, without a slash at its end. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly resource: string;
}

/** The logical API identifier of every self-hosted Logto's Management API, whatever its host. */
const selfHostedResource = 'https://default.logto.app/api';

/**
 * Completes a configuration.
 *
 * @throws `invalid_config` when an address is none
 */
export function toSettings(config: ParsedConfig): LogtoSettings {
  const base = URL.parse(config.baseUrl);
  const wrong = (['baseUrl', 'tokenUrl'] as const).filter((field) => !URL.canParse(config[field] ?? config.baseUrl));
  if (base === null || wrong.length > 0) throw notAddresses(wrong);
  const isCloud = base.protocol === 'https:' && base.hostname.endsWith('.logto.app');
  return {
    ...config,
    baseUrl: base.origin,
    tokenUrl: config.tokenUrl ?? `${base.origin}/oidc/token`,
    resource: config.resource ?? (isCloud ? `${base.origin}/api` : selfHostedResource),
  };
}

function notAddresses(fields: readonly string[]): ConnectorError {
  const issues = fields.map((path): ConfigIssue => ({ path, problem: 'is not a URL', fix: 'check host and port' }));
  const list = issues.map(({ path, problem, fix }) => `- ${path}: ${problem}; ${fix}`);
  return new ConnectorError('invalid_config', { issues, hint: ['The configuration is wrong.', ...list].join('\n') });
}
