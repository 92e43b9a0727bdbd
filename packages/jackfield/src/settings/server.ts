import { BlockList, isIP } from 'node:net';
import type { LogLevel } from '@jackfield/connector-host';
import type { Options } from '../arguments.ts';
import { type Environment, variable, variableList } from './environment.ts';
import type { Problems } from './problems.ts';

/** How `start` serves. */
export interface ServerSettings {
  readonly port: number;
  readonly host: string;
  /** An origin, perhaps with a path. `undefined`: on loopback, where the server listens. */
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly returnOrigins: readonly string[];
  /** Milliseconds for which a process that ends still takes requests, while `/readyz` says no. */
  readonly drainDelay: number;
  readonly logLevel: LogLevel;
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Reads what `start` needs besides the storage. */
export function readServerSettings(options: Options, environment: Environment, problems: Problems): ServerSettings {
  const host = options.host ?? variable(environment, 'HOST') ?? '127.0.0.1';
  const publicUrl = options['public-url'] ?? variable(environment, 'PUBLIC_URL');
  if (publicUrl === undefined && !isLoopback(host)) {
    problems.add('PUBLIC_URL (--public-url): is needed beyond loopback, such as https://login.example.com.');
  }
  if (publicUrl !== undefined && !isPublicUrl(publicUrl)) {
    problems.add(
      'PUBLIC_URL (--public-url): must be an https URL without user name, query or fragment; http only on loopback.',
    );
  }
  const trustedProxies = options['trusted-proxy'] ?? variableList(environment, 'TRUSTED_PROXIES');
  if (!trustedProxies.every(isRange)) {
    problems.add('TRUSTED_PROXIES (--trusted-proxy): must be addresses or ranges such as 10.0.0.0/8.');
  }
  const returnOrigins = options['return-origin'] ?? variableList(environment, 'RETURN_ORIGINS');
  if (!returnOrigins.every(isOrigin)) {
    problems.add('RETURN_ORIGINS (--return-origin): must be origins such as https://app.example.com, without a path.');
  }
  return {
    port: readPort(options, environment, problems),
    host,
    publicUrl,
    trustedProxies,
    returnOrigins,
    drainDelay: readDrainDelay(options, environment, problems),
    logLevel: readLogLevel(options, environment, problems),
  };
}

function readPort(options: Options, environment: Environment, problems: Problems): number {
  const text = options.port ?? variable(environment, 'PORT') ?? '3000';
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  problems.add('PORT (--port): must be a number from 0 (any free one) to 65535.');
  return 0;
}

function readDrainDelay(options: Options, environment: Environment, problems: Problems): number {
  const text = options.drain ?? variable(environment, 'DRAIN_SECONDS') ?? '0';
  if (/^\d{1,3}$/.test(text)) return Number(text) * 1000;
  problems.add('DRAIN_SECONDS (--drain): must be a whole number of seconds, at most 999.');
  return 0;
}

function readLogLevel(options: Options, environment: Environment, problems: Problems): LogLevel {
  const text = options['log-level'] ?? variable(environment, 'LOG_LEVEL') ?? 'info';
  const level = logLevels.find((one) => one === text.toLowerCase());
  if (level !== undefined) return level;
  problems.add(`LOG_LEVEL (--log-level): must be one of ${logLevels.join(', ')}.`);
  return 'info';
}

/** Whether a name or address stands for this machine alone. */
function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) === 0) return address.toLowerCase() === 'localhost';
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if ([username, password, search, hash].some((part) => part !== '')) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  // Everything (/0) would let every client choose its own address.
  const most = family === 4 ? 32 : 128;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
}
