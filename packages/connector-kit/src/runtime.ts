import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Guard } from './guard.ts';

/** Where connectors get everything from outside. `@jackfield/egress` makes one (`createRuntime`, `defaultRuntime`). */
export interface Runtime {
  readonly egress: Egress;
  readonly clock: Clock;
  readonly random: Random;
  readonly caches: Caches;
  /** Closes every connection and cached pool; later calls fail. The program's owner calls it, connectors never do. */
  close(): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Random {
  /** That many cryptographically random bytes. */
  bytes(length: number): Uint8Array;
}

/** Values shared between connector instances, bounded in number. */
export interface Caches {
  /**
   * Takes the value cached for `trust`, or creates it.
   *
   * @param kind what is cached, for example `discovery` or `smtp-pool`; each kind has its own bound
   * @param trust **every** value that decides whether the cached thing may be trusted: URLs, CA, proxy, policy,
   *   credentials. JSON values only. The key is an HMAC over all of it, so that no configuration can reach, or poison,
   *   what another one cached. That of a frozen list of texts is made once: keep such a list where leases are frequent.
   */
  lease<Value extends object>(kind: string, trust: readonly unknown[], create: () => Value): Lease<Value>;
}

/** A cached value in use. One with a `close()` method is closed after it was evicted and its last lease returned. */
export interface Lease<Value> {
  readonly value: Value;
  release(): void;
}

/** The outbound policy: every request and every look-up of a host passes through it. */
export interface Egress {
  /**
   * Sends one request and reads the whole answer, whatever its status.
   *
   * @throws `egress_refused` when the policy refuses the address; `provider_unavailable` when there is no answer in time;
   *   `invalid_response` when the answer is a redirect, too large, or badly compressed
   */
  request(request: EgressRequest): Promise<EgressResponse>;
  /**
   * Sends one request and returns the JSON of its answer, checked by `guard`.
   *
   * @throws as {@link request}, and `invalid_response` when the body is not JSON or does not fit the guard
   */
  json<Output>(request: EgressRequest, guard: Guard<Output>): Promise<EgressJson<Output>>;
  /**
   * Resolves a host as the policy does, for protocols that connect by themselves (SMTP).
   *
   * @returns addresses that may be connected to, in order of preference; connect to these, not to the name again
   * @throws `egress_refused`, `provider_unavailable` when the name does not resolve
   */
  resolve(host: string, port: number): Promise<readonly ResolvedAddress[]>;
  /** Everything of this policy that affects trust, as one string for cache keys. */
  readonly fingerprint: string;
  /** Whether requests go through a proxy: then it resolves names, and addresses are not pinned. */
  readonly viaProxy: boolean;
  /**
   * The policy as an agent, for HTTP clients that take one; absent when this egress opens no connections of its own. It
   * checks hosts, ports and addresses at every new connection; such a client must itself refuse redirects and URLs with
   * user names, and cap size and time.
   */
  readonly agent?: HttpsAgent;
  /** The same without TLS, for hosts on this machine that the policy names; any other is refused. */
  readonly loopbackAgent?: HttpAgent;
}

export interface EgressRequest {
  url: string | URL;
  /** Default `GET`. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Milliseconds for the whole exchange; at most, and by default, the policy's own limit. */
  timeout?: number;
  /** Bytes of body accepted after decompression; at most, and by default, the policy's own limit. */
  maxBytes?: number;
  signal?: AbortSignal;
}

export interface EgressResponse {
  status: number;
  /** Header names in lower case; repeated headers joined by a comma. */
  headers: Readonly<Record<string, string>>;
  /** The body, decompressed. */
  body: Uint8Array;
}

export interface EgressJson<Output> extends Omit<EgressResponse, 'body'> {
  data: Output;
}

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}
