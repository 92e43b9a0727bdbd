import { ConnectorError, parseConfig, type ResolvedAddress } from '@jackfield/connector-kit';
import { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { isPrivateHostEntry } from './private-hosts.ts';

/** Settings of an outbound policy. Everything has a safe default. */
export interface EgressOptions {
  /**
   * Hosts that may be reached although they are not public: `host`, `host:port`, `[::1]:port`; exact names or addresses,
   * no patterns. They are reached directly, never through the proxy. Those whose addresses are all on this machine may
   * be asked over http. The metadata services of clouds stay refused unless their very address is named.
   */
  privateHosts?: readonly string[];
  /** Certificates in PEM of authorities to trust **in addition to** Node's own. */
  ca?: string | readonly string[];
  /**
   * An `http:` or `https:` URL of a proxy that public hosts are reached through (by CONNECT), with credentials if it
   * needs them. The proxy then resolves names, so that addresses are not pinned. The certificate of an `https:` proxy is
   * checked against Node's own authorities. The process' environment is never read.
   */
  proxy?: string | null;
  /** Milliseconds for a whole exchange, from resolving the name to the last byte. Default 5 000, at most 300 000. */
  timeout?: number;
  /** Bytes of body accepted after decompression. Default 1 048 576. */
  maxBytes?: number;
  /** The ports of public hosts that may be reached. Default: 443, and from 1024 up all but those of other protocols. */
  ports?: readonly number[];
  /** Connections to one host at a time; further requests wait. Default 64. */
  maxSockets?: number;
  /**
   * Resolves names instead of the system's resolver, for example for split-horizon DNS. Its answers are checked all the
   * same. `(host) => dns.promises.lookup(host, { all: true })` is the default.
   */
  lookup?: (host: string) => Promise<readonly Pick<ResolvedAddress, 'address'>[]>;
}

/** {@link EgressOptions}, checked and with defaults. */
export interface EgressSettings {
  readonly privateHosts: readonly string[];
  readonly ca: readonly string[];
  readonly proxy: string | undefined;
  readonly timeout: number;
  readonly maxBytes: number;
  readonly ports: readonly number[] | undefined;
  readonly maxSockets: number;
  readonly lookup: EgressOptions['lookup'];
}

const privateHostGuard = z
  .string()
  .refine(isPrivateHostEntry)
  .meta({
    description: 'An exact host, without scheme, path or *: a name, an address, or one of them with a port',
    examples: ['idp.example.internal', 'localhost:8443', '[::1]:8443'],
  });

const certificatesGuard = z.string().refine(isCertificates).meta({
  description: 'One or more certificates in PEM, each from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----',
});

const guard = z.strictObject({
  privateHosts: z.array(privateHostGuard).default([]),
  ca: z
    .union([certificatesGuard, z.array(certificatesGuard)])
    .transform((value) => [value].flat())
    .default([]),
  proxy: z
    .string()
    .refine(isProxyUrl)
    .meta({ description: 'An http:// or https:// URL without a path', examples: ['http://proxy.example.com:3128'] })
    .nullish()
    .transform((value) => value ?? undefined),
  timeout: z.int().min(1).max(300_000).default(5_000).meta({ description: 'Milliseconds for a whole exchange' }),
  maxBytes: z
    .int()
    .min(1)
    .max(2 ** 30)
    .default(2 ** 20)
    .meta({ description: 'Bytes of body that are accepted' }),
  ports: z.array(z.int().min(1).max(65_535)).optional().meta({ description: 'Ports of public hosts' }),
  maxSockets: z.int().min(1).max(10_000).default(64).meta({ description: 'Connections to one host at a time' }),
});

/**
 * Checks options and applies defaults.
 *
 * @throws `invalid_config` naming every wrong option and how to mend it; values are not repeated
 */
export function parseEgressOptions(
  { lookup, ...options }: EgressOptions = {},
  nodeVersion = process.versions.node,
): EgressSettings {
  if (lookup !== undefined && typeof lookup !== 'function') {
    throw new ConnectorError('invalid_config', { hint: 'lookup: must be a function from a host to its addresses' });
  }
  const settings = parseConfig(guard, options);
  if (settings.proxy !== undefined && !supportsProxies(nodeVersion)) {
    throw new ConnectorError('invalid_config', {
      hint: `proxy: Node ${nodeVersion} ignores proxies and would connect directly. Use Node 22.21 or newer, or 24.5 or newer.`,
    });
  }
  return { ...settings, ports: settings.ports, lookup };
}

/** Whether Node's agents know `proxyEnv`: from 22.21 in its line, and from 24.5. */
function supportsProxies(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}

function isProxyUrl(text: string): boolean {
  const url = URL.parse(text);
  const isBare = url !== null && url.pathname === '/' && url.search === '' && url.hash === '';
  return isBare && /^https?:\/\//.test(text) && isDecodable(url.username) && isDecodable(url.password);
}

function isDecodable(text: string): boolean {
  try {
    return !/[\r\n]/.test(decodeURIComponent(text));
  } catch {
    return false;
  }
}

function isCertificates(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.length > 0 && blocks.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return Boolean(new X509Certificate(pem));
  } catch {
    return false;
  }
}
