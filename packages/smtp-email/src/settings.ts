import { type ConfigIssue, ConnectorError, parseConfig } from '@jackfield/connector-kit';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { configGuard, type ParsedConfig } from './config.ts';

/** A checked configuration, with the defaults that depend on other fields. */
export interface SmtpSettings extends ParsedConfig {
  port: number;
  clientName: string;
}

/** Ports below 1024 that mail servers listen on; the others belong to protocols that mail must not be sent into. */
const mailPorts = new Set([25, 465, 587]);

/**
 * Checks a configuration: by the guard, and then what JSON Schema cannot say.
 *
 * @throws `invalid_config` naming every wrong field, never a value
 */
export function parseSettings(config: unknown): SmtpSettings {
  const parsed = parseConfig(configGuard, config);
  const settings = {
    ...parsed,
    port: parsed.port ?? (parsed.security === 'implicit-tls' ? 465 : 587),
    clientName: parsed.clientName ?? domainOf(parsed.from.address),
  };
  const issues = [portIssue, clearTextIssue, certificateIssue, dkimIssue].flatMap((check) => check(settings) ?? []);
  if (issues.length > 0) throw invalidConfig(issues);
  return settings;
}

/** The part of a plain address after the `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Every secret in the settings, in the forms in which a server may echo it. */
export function secretsOf({ auth, dkim }: Pick<SmtpSettings, 'auth' | 'dkim'>): string[] {
  const own = dkim ? [dkim.privateKey] : [];
  switch (auth.kind) {
    case 'login':
      return [...own, auth.password, `\0${auth.user}\0${auth.password}`];
    case 'access-token':
      return [...own, auth.accessToken, xoauth2(auth.user, auth.accessToken)];
    case 'oauth2':
      return [...own, auth.clientSecret, ...(auth.refreshToken === undefined ? [] : [auth.refreshToken])];
    case 'none':
      return own;
  }
}

/** What XOAUTH2 sends before it is written in base64. */
export function xoauth2(user: string, accessToken: string): string {
  return `user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`;
}

function portIssue({ port }: SmtpSettings): ConfigIssue | undefined {
  if (port >= 1024 || mailPorts.has(port)) return undefined;
  return { path: 'port', problem: 'is not a port of a mail server', fix: 'use 587, 465, 25, or one from 1024 up' };
}

function clearTextIssue({ security, auth, allowCredentialsInClear }: SmtpSettings): ConfigIssue | undefined {
  if (security !== 'none' || auth.kind === 'none' || allowCredentialsInClear) return undefined;
  return {
    path: 'security',
    problem: 'is none, and the credentials in auth would be sent without encryption',
    fix: 'choose starttls or implicit-tls, or set allowCredentialsInClear to true when the server is on this machine',
  };
}

function certificateIssue({ ca }: SmtpSettings): ConfigIssue | undefined {
  if (ca === undefined) return undefined;
  const certificates = ca.split(/(?<=-----END CERTIFICATE-----)/).filter((pem) => pem.trim() !== '');
  if (certificates.every(isCertificate)) return undefined;
  return {
    path: 'ca',
    problem: 'is not a list of PEM certificates',
    fix: 'paste each whole, with its BEGIN and END lines',
  };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function dkimIssue({ dkim }: SmtpSettings): ConfigIssue | undefined {
  if (dkim === undefined || isRsaKey(dkim.privateKey)) return undefined;
  return {
    path: 'dkim.privateKey',
    problem: 'is not an RSA private key of at least 1024 bits in PEM',
    fix: 'paste it whole, without a passphrase',
  };
}

function isRsaKey(pem: string): boolean {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024;
  } catch {
    return false;
  }
}

function invalidConfig(issues: readonly ConfigIssue[]): ConnectorError {
  const list = issues.map(({ path, problem, fix }) => `- ${path}: ${problem}; ${fix}`);
  const count = issues.length === 1 ? 'One field is wrong.' : `${issues.length} fields are wrong.`;
  return new ConnectorError('invalid_config', { issues, hint: [count, ...list].join('\n') });
}
