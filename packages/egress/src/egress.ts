import type {
  Egress,
  EgressJson,
  EgressRequest,
  EgressResponse,
  Guard,
  ResolvedAddress,
} from '@jackfield/connector-kit';
import type { Agent as HttpAgent, ClientRequest, RequestOptions } from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { LoopbackAgent, PolicyAgent } from './agents.ts';
import { type Call, type Cancel, exchange } from './exchange.ts';
import { closed, exchangeFailed, timedOut } from './failures.ts';
import { fingerprintOf } from './fingerprint.ts';
import { canonicalHost } from './hosts.ts';
import { readJson } from './json-answer.ts';
import { http } from './node-http.ts';
import { type EgressOptions, type EgressSettings, parseEgressOptions } from './options.ts';
import { type Destination, OutboundPolicy } from './policy.ts';
import { checkHeaders, checkLimit, checkMethod } from './request-head.ts';
import { Targets } from './targets.ts';

/** An {@link Egress} with its connections. */
export interface ClosableEgress extends Egress {
  readonly agent: https.Agent;
  readonly loopbackAgent: HttpAgent;
  /** Ends running exchanges and closes every connection; later calls fail. */
  close(): Promise<void>;
}

/**
 * Makes an outbound policy with connections of its own. Nothing is opened before the first request.
 *
 * @throws `invalid_config` naming every wrong option
 */
export function createEgress(options?: EgressOptions): ClosableEgress {
  return new PolicyEgress(parseEgressOptions(options));
}

class PolicyEgress implements ClosableEgress {
  readonly agent: PolicyAgent;
  readonly loopbackAgent: LoopbackAgent;
  readonly fingerprint: string;
  readonly viaProxy: boolean;
  readonly #settings: EgressSettings;
  readonly #policy: OutboundPolicy;
  readonly #targets: Targets;
  /** The same two without kept connections, for a second try. */
  readonly #freshAgent: PolicyAgent;
  readonly #freshLoopbackAgent: LoopbackAgent;
  readonly #running = new Set<Cancel>();
  #isClosed = false;

  constructor(settings: EgressSettings) {
    const policy = new OutboundPolicy(settings);
    const agentSettings = { ...settings, keepAlive: true, secureContext: secureContextOf(settings.ca) };
    this.agent = new PolicyAgent(policy, agentSettings);
    this.loopbackAgent = new LoopbackAgent(policy, agentSettings);
    this.#freshAgent = new PolicyAgent(policy, { ...agentSettings, keepAlive: false });
    this.#freshLoopbackAgent = new LoopbackAgent(policy, { ...agentSettings, keepAlive: false });
    this.fingerprint = fingerprintOf(settings);
    this.viaProxy = settings.proxy !== undefined;
    this.#policy = policy;
    this.#targets = new Targets(policy);
    this.#settings = settings;
  }

  async request(request: EgressRequest): Promise<EgressResponse> {
    return exchange(this.#prepare(request), this.#running);
  }

  async json<Output>(request: EgressRequest, guard: Guard<Output>): Promise<EgressJson<Output>> {
    const call = this.#prepare(request);
    return readJson(await exchange(call, this.#running), guard, call.subject);
  }

  async resolve(host: string, port: number): Promise<readonly ResolvedAddress[]> {
    if (this.#isClosed) throw closed();
    const destination = this.#policy.checkHost(canonicalHost(host), port, true);
    const subject = { method: 'RESOLVE', origin: `${destination.host}:${port}` };
    const { timeout } = this.#settings;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(timedOut(subject, timeout)), timeout);
    });
    try {
      return await Promise.race([this.#policy.resolve(destination), late]);
    } catch (error) {
      throw exchangeFailed(error, subject);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#running) cancel(closed());
    for (const agent of [this.agent, this.loopbackAgent, this.#freshAgent, this.#freshLoopbackAgent]) agent.destroy();
  }

  /** Checks everything that can be known before a connection is opened. */
  #prepare(request: EgressRequest): Call {
    if (this.#isClosed) throw closed();
    const { destination, origin, path } = this.#targets.of(request.url);
    const subject = { method: checkMethod(request.method), origin };
    const timeout = checkLimit('timeout', request.timeout, this.#settings.timeout);
    const maxBytes = checkLimit('maxBytes', request.maxBytes, this.#settings.maxBytes);
    const options = {
      method: subject.method,
      host: destination.host,
      port: destination.port,
      path,
      headers: checkHeaders(request.headers),
      // Node limits the time until a proxy answers by this.
      ...(this.viaProxy ? { timeout } : {}),
    };
    const open = (isFresh: boolean) => this.#open(destination, options, isFresh);
    return { subject, open, body: request.body, timeout, maxBytes, signal: request.signal };
  }

  #open(destination: Destination, options: RequestOptions, isFresh: boolean): ClientRequest {
    if (destination.isSecure) return https.request({ ...options, agent: isFresh ? this.#freshAgent : this.agent });
    return http.request({ ...options, agent: isFresh ? this.#freshLoopbackAgent : this.loopbackAgent });
  }
}

/** One context for all connections; own authorities are trusted besides Node's. */
function secureContextOf(ca: readonly string[]): () => tls.SecureContext {
  let context: tls.SecureContext | undefined;
  return () =>
    (context ??= tls.createSecureContext(ca.length === 0 ? {} : { ca: [...tls.getCACertificates('default'), ...ca] }));
}
