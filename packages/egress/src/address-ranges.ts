import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const networks = (ranges: readonly string[]): readonly Network[] => ranges.map((range) => ipaddr.parseCIDR(range));

/** IPv6 addresses that the Internet routes to are in here (RFC 4291 §2.4, IANA's registry). */
const globalUnicast = networks(['2000::/3']);

/** Addresses in routed space that answer only to the machine or network they are used from. */
const internalServices = networks([
  '168.63.129.16/32', // Azure: host agent and DNS
  '192.0.0.192/32', // Oracle Cloud classic: metadata
]);

/** Where clouds hand out credentials: all of link-local, and the addresses that some use beside it. */
const metadataServices = networks([
  '169.254.0.0/16',
  'fe80::/10',
  '100.100.100.200/32', // Alibaba Cloud
  '168.63.129.16/32', // Azure
  '192.0.0.192/32', // Oracle Cloud classic
  'fd00:ec2::/32', // AWS
  'fd20:ce::254/128', // Google Cloud
  'fd00:c1::a9fe:a9fe/128', // Oracle Cloud
  'fd00:42::42/128', // Scaleway
]);

/**
 * Whether `address` must not be connected to on behalf of a configuration: anything that is not a public unicast address
 * (private, loopback, link-local, shared, multicast, reserved, documentation and benchmark ranges), anything that embeds
 * an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo, ISATAP), and what is not an address at all.
 */
export function isForbiddenAddress(address: string): boolean {
  const parsed = parse(address);
  if (parsed === undefined || parsed.range() !== 'unicast' || isIn(internalServices, parsed)) return true;
  return parsed instanceof ipaddr.IPv6 && (!isIn(globalUnicast, parsed) || isIsatap(parsed));
}

/** Whether `address` is this machine: `127.0.0.0/8`, `::1`, or the former mapped into IPv6. */
export function isLoopbackAddress(address: string): boolean {
  const parsed = parse(address);
  return parsed !== undefined && embeddedAddress(parsed).range() === 'loopback';
}

/** Whether `address` is, or embeds, one at which a cloud serves its machines' credentials. */
export function isMetadataAddress(address: string): boolean {
  const parsed = parse(address);
  return parsed === undefined || isIn(metadataServices, parsed) || isIn(metadataServices, embeddedAddress(parsed));
}

/** Parses a plain address; forms that only some parsers accept (`0x7f.1`, `127.1`, `010.0.0.1`) are none. */
function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return isIP(address) === 0 ? undefined : ipaddr.parse(address);
}

function isIn(ranges: readonly Network[], address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

/** RFC 5214 §6.1: an interface identifier of `[02]00:5efe` and an IPv4 address. */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , high = 0, low] = address.parts;
  return (high & 0xfdff) === 0 && low === 0x5efe;
}

/** The IPv4 address inside an IPv6 one that tunnels or translates to it; else the address itself. */
function embeddedAddress(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address instanceof ipaddr.IPv4) return address;
  const bytes = address.toByteArray();
  if (address.range() === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6));
  const isTranslated = ['ipv4Mapped', 'rfc6052', 'rfc6145'].includes(address.range());
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0) && address.range() === 'unicast';
  return isTranslated || isCompatible || isIsatap(address) ? new ipaddr.IPv4(bytes.slice(12)) : address;
}
