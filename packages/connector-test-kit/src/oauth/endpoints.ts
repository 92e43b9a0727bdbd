import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ReceivedRequest } from '../oidc/scripted/variant.ts';
import type { ProviderShape } from './shapes/shape.ts';

const endpointNames = ['authorize', 'token', 'userinfo', 'revocation'] as const;

/** What a plain OAuth 2.0 provider can be asked. */
export type OAuthEndpoint = (typeof endpointNames)[number];

/** Full addresses. */
export type OAuthAddresses = Readonly<Record<Exclude<OAuthEndpoint, 'revocation'>, string>> & {
  /** Absent when the shape has none. */
  readonly revocation?: string;
};

export function addresses(origin: string, { paths }: ProviderShape): OAuthAddresses {
  const { revocation: path } = paths;
  return {
    authorize: origin + paths.authorize,
    token: origin + paths.token,
    userinfo: origin + paths.userinfo,
    ...(path === undefined ? {} : { revocation: origin + path }),
  };
}

export type OAuthRequest = ReceivedRequest & { readonly endpoint: OAuthEndpoint };

/** @returns `undefined` for a path that no endpoint has */
export async function receive(
  request: IncomingMessage,
  origin: string,
  { paths }: ProviderShape,
): Promise<OAuthRequest | undefined> {
  const url = new URL(request.url ?? '/', origin);
  const endpoint = endpointNames.find((name) => paths[name] === url.pathname);
  if (!endpoint) return undefined;
  const form = new URLSearchParams(await text(request));
  return { endpoint, method: request.method ?? '', url, headers: request.headers, form };
}

export const noCalls: Readonly<Record<OAuthEndpoint, number>> = { authorize: 0, token: 0, userinfo: 0, revocation: 0 };
