import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer, ReceivedRequest } from '../oidc/scripted/variant.ts';
import { patch } from '../oidc/scripted/world.ts';
import { type GoogleEndpoint, googleEndpointAt } from './addresses.ts';
import { authorize } from './authorize.ts';
import { discovery, jwks } from './documents.ts';
import { revocation, token } from './token.ts';
import { userinfo } from './userinfo.ts';
import type { GoogleWorld } from './world.ts';

export type GoogleCalls = Readonly<Record<GoogleEndpoint, number>>;

export type GoogleRequest = ReceivedRequest & { readonly endpoint: GoogleEndpoint };

const handlers = {
  discovery,
  authorize,
  token,
  revocation,
  jwks,
  userinfo,
} as const satisfies Record<GoogleEndpoint, (world: GoogleWorld, request: ReceivedRequest) => Answer>;

/** What is answered, as the variants in use want it. */
export function answerRequest(world: GoogleWorld, request: GoogleRequest): Answer {
  const honest = handlers[request.endpoint](world, request);
  return patch(world, honest, ({ answers }, value) => answers?.[request.endpoint]?.(value, world.context, request));
}

/** A request over the wire; `undefined` where Google has nothing. */
export async function receive(request: IncomingMessage): Promise<GoogleRequest | undefined> {
  const url = new URL(request.url ?? '/', `https://${request.headers.host ?? ''}`);
  const endpoint = googleEndpointAt(url);
  const form = new URLSearchParams(await text(request));
  return endpoint && { endpoint, method: request.method ?? '', url, headers: request.headers, form };
}

/** A browser's request. */
export function receiveUrl(url: URL): GoogleRequest | undefined {
  const endpoint = googleEndpointAt(url);
  return endpoint && { endpoint, method: 'GET', url, headers: { host: url.host }, form: new URLSearchParams() };
}

export const noCalls: GoogleCalls = { discovery: 0, authorize: 0, token: 0, revocation: 0, jwks: 0, userinfo: 0 };
