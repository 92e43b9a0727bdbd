import type { ResolvedAddress } from '@jackfield/connector-kit';
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isForbiddenAddress, isLoopbackAddress, isMetadataAddress } from './address-ranges.ts';
import { canonicalHost, hostOf, isLocalName } from './hosts.ts';
import type { EgressSettings } from './options.ts';
import { isUsualPort } from './ports.ts';
import { PrivateHosts } from './private-hosts.ts';
import { refused, refusedHost, refusedPlainHttp, refusedPort } from './refusals.ts';

/** Where a connection goes, checked by name; its addresses are checked when they are known. */
export interface Destination {
  /** In the form of `canonicalHost`. */
  readonly host: string;
  readonly port: number;
  /** Over TLS; without it, only this machine may be reached. */
  readonly isSecure: boolean;
  /** Named in `privateHosts`. */
  readonly isNamed: boolean;
}

/** The rules of the outbound policy. Nothing here connects to anything; only {@link resolve} asks the resolver. */
export class OutboundPolicy {
  readonly #privateHosts: PrivateHosts;
  readonly #ports: ReadonlySet<number> | undefined;
  readonly #lookup: NonNullable<EgressSettings['lookup']>;

  constructor({ privateHosts, ports, lookup }: Pick<EgressSettings, 'privateHosts' | 'ports' | 'lookup'>) {
    this.#privateHosts = new PrivateHosts(privateHosts);
    this.#ports = ports === undefined ? undefined : new Set(ports);
    this.#lookup = lookup ?? ((host) => systemLookup(host, { all: true }));
  }

  /** @throws `egress_refused` */
  checkUrl(url: URL): Destination {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('Only https URLs are allowed.');
    if (url.username !== '' || url.password !== '') {
      throw refused(
        'The URL holds a user name or a password before an @. Remove it; credentials go into the configuration.',
      );
    }
    const isSecure = url.protocol === 'https:';
    return this.check(hostOf(url), url.port === '' ? (isSecure ? 443 : 80) : Number(url.port), isSecure);
  }

  /**
   * @param host in the form of `canonicalHost`
   * @throws `egress_refused`
   */
  check(host: string | undefined, port: number, isSecure: boolean): Destination {
    const destination = this.checkHost(host, port, isSecure);
    if (!destination.isNamed && !(this.#ports?.has(port) ?? isUsualPort(port)))
      throw refusedPort(destination.host, port);
    return destination;
  }

  /** As {@link check}, for protocols with ports of their own. */
  checkHost(host: string | undefined, port: number, isSecure: boolean): Destination {
    if (host === undefined) throw refused('The address has no valid host name.');
    const isNamed = this.#privateHosts.has(host, port);
    if (!isNamed && !isSecure) throw refusedPlainHttp(host);
    if (!isNamed && isLocalName(host)) throw refusedHost(host);
    const destination = { host, port, isSecure, isNamed };
    if (isIP(host) !== 0) this.checkAddress(destination, host);
    return destination;
  }

  /**
   * The addresses of a destination. A name of which one address is refused is refused as a whole: a public service has
   * none there, and a name that mixes both is an attack or a mistake.
   *
   * @throws `egress_refused`, or what the resolver throws
   */
  async resolve(destination: Destination): Promise<ResolvedAddress[]> {
    const { host } = destination;
    const found = isIP(host) === 0 ? await this.#lookup(host) : [{ address: host }];
    const addresses = found.map(({ address }) => ({
      address,
      family: isIP(address) === 6 ? (6 as const) : (4 as const),
    }));
    if (addresses.length === 0) throw Object.assign(new Error('no addresses'), { code: 'ENOTFOUND' });
    for (const { address } of addresses) this.checkAddress(destination, address);
    return addresses;
  }

  /** @throws `egress_refused` when the destination may not be reached at `address` */
  checkAddress({ host, port, isSecure, isNamed }: Destination, address: string): void {
    if (!isSecure && !isLoopbackAddress(address)) throw refusedPlainHttp(host);
    if (isNamed ? isMetadataAddress(address) && !this.#isNamedAddress(address, port) : isForbiddenAddress(address)) {
      throw refusedHost(host);
    }
  }

  /** Naming a host never opens the metadata services to it; only naming their very address does. */
  #isNamedAddress(address: string, port: number): boolean {
    const literal = canonicalHost(address);
    return literal !== undefined && this.#privateHosts.has(literal, port);
  }
}
