import type { Destination, OutboundPolicy } from './policy.ts';
import { refused } from './refusals.ts';

/** Where a request goes, as the policy allows it. */
export interface Target {
  readonly destination: Destination;
  /** Scheme, host and port. */
  readonly origin: string;
  /** With the query. */
  readonly path: string;
}

const mostKept = 500;

/** Checks addresses under one policy, and keeps what came of those that are asked for again and again: endpoints. */
export class Targets {
  readonly #policy: OutboundPolicy;
  readonly #kept = new Map<string, Target>();

  constructor(policy: OutboundPolicy) {
    this.#policy = policy;
  }

  /** @throws `egress_refused` */
  of(address: string | URL): Target {
    // A query is another one each time, and may hold what should not be kept.
    if (typeof address !== 'string' || address.includes('?')) return this.#check(address);
    const known = this.#kept.get(address);
    if (known !== undefined) return known;
    const target = this.#check(address);
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(address, target);
    return target;
  }

  #check(address: string | URL): Target {
    const url = typeof address === 'string' ? URL.parse(address) : address;
    if (url === null) throw refused('The address is not a URL.');
    return { destination: this.#policy.checkUrl(url), origin: url.origin, path: url.pathname + url.search };
  }
}
