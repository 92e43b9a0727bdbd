import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { HostError } from '../host-error.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

/** Where a request came from. */
export interface AddressSource {
  /** Of the other end of the connection; `undefined` when the request did not come over a socket. */
  readonly remoteAddress: string | undefined;
  /** The header `X-Forwarded-For`, several of them joined by commas. */
  readonly forwardedFor: string | null | undefined;
}

/** Proxies in a row. */
const mostHops = 16;
/** Characters at the header's end that are looked at. */
const longestHeader = 2000;

/** The ranges of a setting, parsed once. */
const parsed = new WeakMap<readonly string[], readonly Range[]>();

/**
 * The address of the client, for limits and for the log: the first one, from the right, that is no trusted proxy. Proxies
 * append the address that they see; what stands to the left of an untrusted one was written by anybody, and is not
 * looked at. Where a trusted proxy has appended something that is no address, the proxy itself counts as the client.
 *
 * @param trustedProxies addresses or ranges (CIDR)
 * @returns IPv4, also where it came mapped into IPv6, or IPv6 in its canonical form without a zone; `undefined` when it
 *   is not known
 * @throws `invalid_request` when `trustedProxies` is wrong
 */
export function clientAddress(source: AddressSource, trustedProxies: readonly string[]): string | undefined {
  const ranges = trustedRanges(trustedProxies);
  let client = parseAddress(source.remoteAddress ?? '');
  if (client === undefined) return undefined;
  const hops = lastHops(source.forwardedFor ?? '');
  while (isTrusted(client, ranges)) {
    const next = parseAddress(withoutPort(hops.pop() ?? ''));
    if (next === undefined) break;
    client = next;
  }
  return client.toString();
}

/**
 * Checks the setting when the host starts.
 *
 * @throws `invalid_request` naming every wrong entry
 */
export function checkTrustedProxies(trustedProxies: readonly string[]): void {
  trustedRanges(trustedProxies);
}

function trustedRanges(trustedProxies: readonly string[]): readonly Range[] {
  const known = parsed.get(trustedProxies);
  if (known) return known;
  const ranges = trustedProxies.map(parseRange);
  const wrong = trustedProxies.filter((_text, index) => ranges[index] === undefined);
  if (wrong.length > 0) {
    throw new HostError('invalid_request', {
      hint: `trustedProxies: expected addresses or ranges such as 10.0.0.0/8 or fd00::/8, and never everything (/0). Wrong: ${JSON.stringify(wrong)}`,
    });
  }
  const valid = ranges.filter((range) => range !== undefined);
  parsed.set(trustedProxies, valid);
  return valid;
}

/** A range of all addresses would let every client choose its own. */
function parseRange(text: string): Range | undefined {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  if (isIP(address) === 0) return undefined;
  const whole = ipaddr.parse(address);
  const length = bits === undefined ? whole.toByteArray().length * 8 : Number(bits);
  if (length < 1 || length > whole.toByteArray().length * 8) return undefined;
  if (!(whole instanceof ipaddr.IPv6) || !whole.isIPv4MappedAddress()) return [whole, length];
  return length > 96 ? [whole.toIPv4Address(), length - 96] : undefined;
}

function isTrusted(address: Address, ranges: readonly Range[]): boolean {
  return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

/** Entries at the end of the header, where the nearest proxies have written; one that was cut is dropped. */
function lastHops(forwardedFor: string): string[] {
  const hops = forwardedFor.slice(-longestHeader).split(',');
  return (forwardedFor.length > longestHeader ? hops.slice(1) : hops).slice(-mostHops);
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(entry.trim()) ?? [];
  return bracketed ?? plain ?? entry.trim();
}

/** Forms that only some parsers take, such as `0x7f.1`, `127.1` and `010.0.0.1`, are no addresses. */
function parseAddress(text: string): Address | undefined {
  const address = text.replace(/%.*$/, '');
  return isIP(address) === 0 ? undefined : ipaddr.process(address);
}
