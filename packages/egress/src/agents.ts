import type { ClientRequestArgs } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { canonicalHost } from './hosts.ts';
import { http } from './node-http.ts';
import type { EgressSettings } from './options.ts';
import type { Destination, OutboundPolicy } from './policy.ts';
import { refused } from './refusals.ts';

/**
 * Milliseconds after which an idle connection is given up. Short, since a request that is not idempotent cannot be
 * repeated when the server closes the connection at the moment it is reused.
 */
const idleTimeout = 4_000;

type Created = (error: Error | null, stream: Duplex) => void;
type Connection = Duplex | null | undefined;

/** What the agents need of the settings. */
export type AgentSettings = Pick<EgressSettings, 'proxy' | 'maxSockets' | 'timeout'> & {
  /** Made once, at the first connection: with an own CA it takes tens of milliseconds. */
  secureContext: () => tls.SecureContext;
  /** Whether connections are kept for later requests. */
  keepAlive: boolean;
};

/** Every connection over TLS: checks the host, pins the checked addresses, and checks the address it has reached. */
export class PolicyAgent extends https.Agent {
  readonly #policy: OutboundPolicy;
  readonly #settings: AgentSettings;
  /** For the hosts of `privateHosts`, which are never asked through the proxy. */
  readonly #direct: PolicyAgent | undefined;
  /** Connections to the proxy whose tunnel is not yet there; the base class does not count them as its own. */
  readonly #opening = new Set<Duplex>();

  constructor(policy: OutboundPolicy, settings: AgentSettings) {
    super({
      keepAlive: settings.keepAlive,
      maxSockets: settings.maxSockets,
      timeout: idleTimeout,
      proxyEnv: settings.proxy === undefined ? {} : { HTTPS_PROXY: settings.proxy },
    });
    this.#policy = policy;
    this.#settings = settings;
    this.#direct =
      settings.proxy === undefined ? undefined : new PolicyAgent(policy, { ...settings, proxy: undefined });
  }

  override createConnection(options: https.RequestOptions, created?: Created): Connection {
    return connectChecked(this.#policy, true, options, created, (destination) => {
      if (this.#direct !== undefined && destination.isNamed) return this.#direct.createConnection(options, created);
      const secured = {
        ...options,
        host: destination.host,
        servername: isIP(destination.host) === 0 ? destination.host : '',
        lookup: lookupUnder(this.#policy, destination),
        secureContext: this.#settings.secureContext(),
        rejectUnauthorized: true,
        checkServerIdentity: tls.checkServerIdentity,
      };
      if (this.#direct !== undefined) return this.#openTunnel(secured, created);
      return verified(this.#policy, destination, super.createConnection(secured, created));
    });
  }

  override destroy(): void {
    for (const socket of this.#opening) socket.destroy();
    super.destroy();
  }

  /** The base class limits the time until the proxy answers, not the TLS handshake that follows. */
  #openTunnel(options: https.RequestOptions, created?: Created): Connection {
    const socket = super.createConnection(options, (error, stream) => {
      settle();
      created?.(error, stream);
    });
    if (!socket) return socket;
    const timer = setTimeout(() => socket.destroy(), this.#settings.timeout).unref();
    const settle = (): void => {
      clearTimeout(timer);
      this.#opening.delete(socket);
    };
    this.#opening.add(socket);
    return socket.once('close', settle);
  }
}

/** Connections without TLS, to this machine only. */
export class LoopbackAgent extends http.Agent {
  readonly #policy: OutboundPolicy;

  constructor(policy: OutboundPolicy, { keepAlive, maxSockets }: Pick<AgentSettings, 'keepAlive' | 'maxSockets'>) {
    super({ keepAlive, maxSockets, timeout: idleTimeout, proxyEnv: {} });
    this.#policy = policy;
  }

  override createConnection(options: ClientRequestArgs, created?: Created): Connection {
    return connectChecked(this.#policy, false, options, created, (destination) => {
      const pinned = { ...options, host: destination.host, lookup: lookupUnder(this.#policy, destination) };
      return verified(this.#policy, destination, super.createConnection(pinned, created));
    });
  }
}

/** Hands a refusal to the request as its error, instead of throwing out of the agent. */
function connectChecked(
  policy: OutboundPolicy,
  isSecure: boolean,
  options: ClientRequestArgs,
  created: Created | undefined,
  connect: (destination: Destination) => Connection,
): Connection {
  let destination: Destination;
  try {
    if (options.socketPath) throw refused('Connections to local sockets are refused.');
    destination = policy.check(canonicalHost(options.host ?? ''), Number(options.port), isSecure);
  } catch (error) {
    process.nextTick(() => Reflect.apply(created ?? (() => {}), undefined, [error]));
    return undefined;
  }
  return connect(destination);
}

/** A `lookup` for sockets that gives checked addresses only. */
function lookupUnder(policy: OutboundPolicy, destination: Destination): LookupFunction {
  return (_hostname, { all }, callback) => void answerLookup(policy, destination, all === true, callback);
}

async function answerLookup(
  policy: OutboundPolicy,
  destination: Destination,
  all: boolean,
  callback: Parameters<LookupFunction>[2],
): Promise<void> {
  try {
    const addresses = await policy.resolve(destination);
    const [first] = addresses;
    if (all || first === undefined) callback(null, addresses);
    else callback(null, first.address, first.family);
  } catch (error) {
    callback(error instanceof Error ? error : new Error('The lookup failed'), []);
  }
}

/** Checks the address that was reached before anything is sent to it. */
function verified(policy: OutboundPolicy, destination: Destination, connection: Connection): Socket | undefined {
  if (!(connection instanceof Socket)) return undefined;
  connection.prependOnceListener('connect', () => {
    try {
      policy.checkAddress(destination, connection.remoteAddress ?? '');
    } catch (error) {
      connection.destroy(error instanceof Error ? error : undefined);
    }
  });
  return connection;
}
