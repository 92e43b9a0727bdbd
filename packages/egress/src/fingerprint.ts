import { createHmac, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { EgressSettings } from './options.ts';

const key = randomBytes(32);
const lookups = new WeakMap<object, number>();
let lookupCount = 0;

/**
 * A string that differs whenever two policies may trust different things. It holds no setting in a form that could be
 * guessed, and means nothing outside this process.
 */
export function fingerprintOf({ privateHosts, ca, proxy, ports, lookup }: EgressSettings): string {
  const trust = [privateHosts.toSorted(), ca.toSorted(), proxy, ports?.toSorted(), lookup && numberOf(lookup)];
  return createHmac('sha256', key).update(canonicalJson(trust)).digest('base64url');
}

/** Functions cannot be compared, only told apart. */
function numberOf(lookup: object): number {
  const known = lookups.get(lookup) ?? ++lookupCount;
  lookups.set(lookup, known);
  return known;
}
