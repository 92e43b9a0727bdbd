import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { hostErrorCodes } from '../../host-error.ts';
import * as z from 'zod';
import { longestAnswer, type Reply, sendOnce } from './http.ts';
import { countFailure, countOperation, type Journal } from './journal.ts';
import type { Chance } from './random.ts';
import type { World } from './world.ts';

/** The hosts, as clients reach them. */
export interface Site {
  readonly world: World;
  /** Where browsers believe to be. */
  readonly publicUrl: string;
  /** One a process. */
  readonly hostUrls: readonly string[];
  /** Tokens of the API: many, since each may do only so much. */
  readonly tokens: readonly string[];
  readonly journal: Journal;
}

/** A client that does one thing after the other. */
export interface Client extends Site {
  readonly chance: Chance;
  /** Different for each client; it counts what codes are asked for. */
  readonly ip: string;
  /** A number that no client has got before. */
  readonly next: () => number;
  /** The browser in which it asks for codes. */
  readonly browser: Cookies;
}

/** Name → value. */
export type Cookies = Map<string, string>;

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With the query. */
  readonly path: string;
  readonly cookies?: Cookies;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Default: one for each call. */
  readonly ip?: string;
  /** Index of the host. Default: any. */
  readonly at?: number;
  /** The version of what is changed. */
  readonly ifMatch?: number;
  /** Codes of the refusals (4xx) that a client must expect. */
  readonly refusals?: readonly string[];
}

/** What a client knows afterwards. */
export type Outcome =
  | {
      readonly state: 'acknowledged';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: unknown;
    }
  /** By a rule: it was not done. */
  | { readonly state: 'refused'; readonly reason: string }
  /** An error of the host, that may be another one at the next try. */
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'lost'; readonly reason: 'connection lost' | 'no answer' }
  | { readonly state: 'not sent'; readonly reason: 'connection refused' };

/** Milliseconds that a client waits after a failure. */
const pause = 100;

/**
 * Sends one request to one of the hosts, and notes what became of it. When nobody listens there, it goes to another one, as
 * from a load balancer; what was sent is never sent again.
 */
export async function call(client: Client, operation: string, request: Call): Promise<Outcome> {
  const { hostUrls, chance } = client;
  const first = request.at ?? chance.below(hostUrls.length);
  const outcome = await callHost(client, operation, request, first);
  if (outcome.state !== 'not sent' || request.at !== undefined) return outcome;
  return callHost(client, operation, request, (first + 1) % hostUrls.length);
}

async function callHost(client: Client, operation: string, request: Call, host: number): Promise<Outcome> {
  const { journal, hostUrls } = client;
  const { method = 'GET', path, json, form, cookies, refusals = [] } = request;
  journal.requests += 1;
  const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
  const reply = await sendOnce({
    method,
    url: new URL(path, hostUrls[host]),
    headers: headersOf(client, request),
    body,
  });
  if (reply.kind === 'answer') keepCookies(cookies, reply.headers);
  const outcome = toOutcome(reply);
  const fault = faultOf(reply, outcome, refusals);
  if (fault !== undefined) report(client, `${operation}: ${fault}`);
  if (outcome.state === 'acknowledged' || outcome.state === 'refused') {
    countOperation(journal, operation, outcome.state);
    return outcome;
  }
  countOperation(journal, operation, 'unknown');
  countFailure(journal, outcome.reason);
  await wait(pause);
  return outcome;
}

/** Notes something that no client may ever see. */
export function report({ journal }: Site, text: string): void {
  journal.unexpected.push(text);
}

function headersOf(client: Client, { path, cookies, json, form, ip, ifMatch }: Call): Record<string, string> {
  const { chance, publicUrl, tokens } = client;
  const byte = (): number => chance.below(256);
  const isApi = path.startsWith('/api/');
  return {
    accept: 'application/json',
    'x-forwarded-for': ip ?? `10.${100 + chance.below(100)}.${byte()}.${byte()}`,
    ...(isApi ? { authorization: `Bearer ${chance.pick(tokens)}` } : { origin: publicUrl }),
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
    ...(cookies && cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
  };
}

function keepCookies(cookies: Cookies | undefined, headers: IncomingHttpHeaders): void {
  for (const line of headers['set-cookie'] ?? []) {
    const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
    if (value === '') cookies?.delete(name);
    else cookies?.set(name, value);
  }
}

function toOutcome(reply: Reply): Outcome {
  if (reply.kind === 'not sent') return { state: 'not sent', reason: 'connection refused' };
  if (reply.kind !== 'answer') return { state: 'lost', reason: reply.kind };
  const { status, headers, text } = reply;
  const body = parse(text);
  if (status < 400) return { state: 'acknowledged', status, headers, body };
  const { code } = problemOf(body);
  return { state: status < 500 ? 'refused' : 'failed', reason: code ?? `HTTP ${status}` };
}

const problemGuard = z.looseObject({ code: z.string().optional(), retryable: z.boolean().optional() });

function problemOf(body: unknown): z.infer<typeof problemGuard> {
  return problemGuard.safeParse(body).data ?? {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A client is told the truth in time: an answer that it cannot act on is a fault of the host. */
function faultOf(reply: Reply, outcome: Outcome, refusals: readonly string[]): string | undefined {
  if (reply.kind === 'no answer') return `no answer within ${longestAnswer / 1000} s`;
  if (reply.kind !== 'answer' || outcome.state === 'acknowledged') return undefined;
  if (outcome.state === 'refused')
    return refusals.includes(outcome.reason) ? undefined : `refused by ${outcome.reason}`;
  return isTransient(problemOf(parse(reply.text))) ? undefined : `HTTP ${reply.status} ${outcome.reason}`;
}

/** Errors of connectors that may be gone at the next try. */
const transientCodes = new Set(['provider_unavailable', 'delivery_failed']);

function isTransient({ code = '', retryable }: z.infer<typeof problemGuard>): boolean {
  if (retryable !== undefined) return retryable;
  return (
    transientCodes.has(code) || Object.entries(hostErrorCodes).some(([known, { retry }]) => known === code && retry)
  );
}
