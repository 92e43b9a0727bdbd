import { isIP } from 'node:net';

/** Top-level names that stand for something local (RFC 6761, 6762, 8375, 9476 and ICANN's `internal`). */
const localSuffixes = ['.localhost', '.localdomain', '.local', '.internal', '.intranet', '.lan', '.home.arpa', '.alt'];

/**
 * The form in which hosts are compared: as a URL would have it (lower case, punycode, IPv4 in decimal notation), without
 * the brackets of IPv6 and without a trailing dot.
 *
 * @returns `undefined` when `text` is no host
 */
export function canonicalHost(text: string): string | undefined {
  if (/[\s/\\?#@%]/.test(text)) return undefined;
  if (isIP(text) === 6) return hostOf(URL.parse(`https://[${text}]`));
  return text.includes(':') && !/^\[[^\]]+\]$/.test(text) ? undefined : hostOf(URL.parse(`https://${text}`));
}

/** The host of a URL in the form of {@link canonicalHost}; `undefined` when there is none or a label is empty. */
export function hostOf(url: URL | null): string | undefined {
  const name = url?.hostname ?? '';
  if (name.startsWith('[')) return name.slice(1, -1);
  const host = name.endsWith('.') ? name.slice(0, -1) : name;
  return host === '' || host.startsWith('.') || host.endsWith('.') || host.includes('..') ? undefined : host;
}

/** Whether a name means something on this machine or network only: a single label, or under a local top-level name. */
export function isLocalName(host: string): boolean {
  if (isIP(host) !== 0) return false;
  const dotted = `.${host}`;
  return !host.includes('.') || localSuffixes.some((suffix) => dotted.endsWith(suffix));
}
