import ipaddr from 'ipaddr.js';

/** Bits of an IPv6 address that name a subscriber's network: whoever has one address there has them all. */
const networkBits = 64;

/**
 * Whom a limit per address counts: the address itself, of IPv6 its /64. A mapped address counts as the IPv4 address in it.
 *
 * @param address anything that is no address counts as one, together
 */
export function addressPrefix(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray().map((byte, index) => (index < networkBits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${networkBits}`;
}
