import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type LoopbackServerOptions, startLoopbackServer } from '../oidc/loopback-server.ts';
import { send } from '../oidc/scripted/answer.ts';
import type { Answer } from '../oidc/scripted/variant.ts';
import { startTrapServer, type TrapServer } from '../oidc/trap-server.ts';
import { AccessTokens } from './api/access-tokens.ts';
import { words } from './api/answer.ts';
import { linkLines } from './api/list.ts';
import { type LogtoRequest, receive, RequestCounter } from './api/request.ts';
import { respond } from './api/respond.ts';
import { type Endpoint, endpoints } from './api/routes.ts';
import type { World } from './api/world.ts';
import { churnTenant, type LogtoChurn } from './churn.ts';
import { createRateLimit, type LogtoRateLimit } from './rate-limit.ts';
import { growTenant, type LogtoSeed } from './seed.ts';
import { LogtoTenant } from './tenant/tenant.ts';
import type { LogtoDifference } from './tenant/truth.ts';
import { findVariant, type LogtoVariantName } from './variants/index.ts';
import type { LogtoVariant } from './variants/variant.ts';
import { createWebhookSender, type LogtoWebhook } from './webhooks.ts';

export interface LogtoOptions extends LoopbackServerOptions {
  /**
   * `self-hosted`: no rate limit; the resource is `https://default.logto.app/api` whatever the host. `cloud`: 200 calls in
   * 10 s; the resource is `<base URL>/api`. Default `self-hosted`.
   */
  hosting?: 'self-hosted' | 'cloud';
  /** Instead of what the hosting has. */
  rateLimit?: LogtoRateLimit;
  /** What the tenant is filled with; a number is the seed of a plan of defaults. Default 1. */
  seed?: number | LogtoSeed;
  /** Default `demo-client`. */
  clientId?: string;
  /** Default: random. */
  clientSecret?: string;
  /** Who is told of changes. Default: nobody. */
  webhook?: LogtoWebhook;
}

/** A Logto tenant on 127.0.0.1 with its Management API and its token endpoint. */
export interface FakeLogto {
  /** Such as `http://127.0.0.1:49152`; the API is below `/api`. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  /** Resource indicator of the Management API. */
  readonly resource: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where redirects of hostile variants lead. */
  readonly trap: TrapServer;
  /** Requests per endpoint, and in `total`, since the start or the last {@link reset}. */
  readonly calls: Readonly<Record<Endpoint | 'total', number>>;
  /** Every request since the start or the last {@link reset}, in order. */
  readonly requests: readonly LogtoRequest[];
  /** What is so, and what can be done to it. It stays the same object. */
  readonly tenant: LogtoTenant;
  /** Answers as these variants do, from now on, instead of those before. Without any: honestly. */
  use(...variants: readonly (LogtoVariantName | LogtoVariant)[]): void;
  /** Answers honestly again, and forgets every request and token, also at the trap. The tenant's data stay. */
  reset(): void;
  /** Puts a newly grown tenant in the place of what was there. @throws RangeError when the plan cannot be met */
  seed(plan?: LogtoSeed): void;
  /** Changes the tenant. Without a plan: a little of everything. @returns how it differs from before */
  churn(plan?: LogtoChurn): LogtoDifference;
  /** Until every webhook so far was delivered, or was not. */
  webhooksSettled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a Logto tenant on 127.0.0.1, with the traps of the real one. It means no harm until {@link FakeLogto.use} names
 * variants.
 */
export async function startLogto(options: LogtoOptions = {}): Promise<FakeLogto> {
  const { hosting = 'self-hosted', clientId = 'demo-client', webhook } = options;
  const clientSecret = options.clientSecret ?? randomBytes(32).toString('base64url');
  const limit = options.rateLimit ?? (hosting === 'cloud' ? { requests: 200, seconds: 10 } : undefined);
  const webhooks = createWebhookSender(webhook);
  const tenant = new LogtoTenant({ onEvent: webhooks.send });
  const seed = (plan: LogtoSeed = {}): void => {
    tenant.idFormat = plan.ids ?? 'short';
    tenant.load(growTenant(plan));
  };
  seed(typeof options.seed === 'number' ? { seed: options.seed } : options.seed);
  const trap = await startTrapServer();
  const server = await startLoopbackServer(options);
  const resource = hosting === 'cloud' ? `${server.origin}/api` : 'https://default.logto.app/api';

  let variants: readonly LogtoVariant[] = [];
  let exceeded = limit && createRateLimit(limit);
  const requests: LogtoRequest[] = [];
  const counter = new RequestCounter();
  const tokens = new AccessTokens();
  const context = { tenant, tokens, trapOrigin: trap.origin };
  const world: World = {
    clientId,
    clientSecret,
    resource,
    tenant,
    tokens,
    get variants() {
      return variants;
    },
  };

  const answer = (request: LogtoRequest): Answer => {
    const refused = request.endpoint === 'token' ? undefined : exceeded?.();
    if (refused) return refused;
    for (const { before } of variants) before?.(context, request);
    return variants.reduce(
      (value, variant) => variant.answer?.(value, request, context) ?? value,
      respond(world, request),
    );
  };
  server.serve(async (incoming, response) => {
    try {
      const request = await receive(incoming, server.origin, counter);
      requests.push(request);
      const answered = answer(request);
      setLinks(response, request, answered);
      send(answered, response);
    } catch (error) {
      const failure = error instanceof Error ? error.message : 'unknown error';
      send({ ...words(500), body: `The fake failed: ${failure}` }, response);
    }
  });

  return {
    baseUrl: server.origin,
    tokenUrl: `${server.origin}/oidc/token`,
    resource,
    clientId,
    clientSecret,
    trap,
    get calls() {
      return countCalls(requests);
    },
    requests,
    tenant,
    use(...wanted) {
      variants = wanted.map((variant) => findVariant(variant));
      counter.clear();
    },
    reset() {
      variants = [];
      counter.clear();
      requests.length = 0;
      tokens.clear();
      trap.reset();
      exceeded = limit && createRateLimit(limit);
    },
    seed,
    churn: (plan) => churnTenant(tenant, plan),
    webhooksSettled: webhooks.settled,
    async close() {
      await webhooks.settled();
      await Promise.all([server.close(), trap.close()]);
    },
  };
}

function setLinks(response: ServerResponse, request: LogtoRequest, { status, headers }: Answer): void {
  const total = Number(headers['total-number'] ?? Number.NaN);
  if (status === 200 && total >= 0) response.setHeader('link', linkLines(request, total));
}

function countCalls(requests: readonly LogtoRequest[]): Record<Endpoint | 'total', number> {
  const counts = Object.fromEntries([...endpoints, 'unknown', 'total'].map((name) => [name, 0]));
  for (const { endpoint } of requests) counts[endpoint] = (counts[endpoint] ?? 0) + 1;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every endpoint was counted from 0
  return { ...counts, total: requests.length } as Record<Endpoint | 'total', number>;
}
