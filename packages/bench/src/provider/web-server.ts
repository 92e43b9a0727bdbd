import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Server as NetServer } from 'node:net';
import type { ServerCertificate } from '@jackfield/connector-test-kit/tls';
import * as z from 'zod';
import { refused, json, send, type Answer } from './answer.ts';
import type { Counter } from './counter.ts';
import { githubRoutes } from './github.ts';
import { IdTokens } from './id-tokens.ts';
import { oauthRoutes } from './oauth.ts';
import { googleIssuer, googleRoutes, openidRoute } from './openid.ts';
import type { Route } from './route.ts';
import { SignIns } from './sign-ins.ts';
import { smsRoutes } from './sms.ts';

export interface WebServer {
  readonly server: Server;
  /** Such as `https://localhost:49152`. */
  readonly origin: string;
}

const addressesGuard = z.array(z.url());

/** Everything that is spoken to over HTTPS, told apart by the path. */
export async function startWebServer(certificate: ServerCertificate, counter: Counter): Promise<WebServer> {
  const idTokens = new IdTokens();
  const signIns = new SignIns();
  const { keySet } = idTokens;
  const routes: Readonly<Record<string, Route>> = {
    ...githubRoutes,
    ...googleRoutes(keySet),
    ...oauthRoutes,
    ...smsRoutes,
  };
  const server = createServer({ key: certificate.key, cert: certificate.cert, keepAliveTimeout: 60_000 });
  const origin = `https://localhost:${await listen(server)}`;

  const answer = (request: IncomingMessage, path: string, body: string): Answer => {
    if (path === '/visit') return json(addressesGuard.parse(JSON.parse(body)).map((address) => visit(address)));
    counter.call(path);
    const route = routes[path] ?? openidRoute(origin, path, keySet);
    return route?.({ request, form: new URLSearchParams(body), signIns }) ?? refused;
  };
  /** What a browser with a signed-in person does at an authorization URL. */
  const visit = (address: string): string => {
    const url = new URL(address);
    const [, openidPath] = /^(\/openid(?:\/\w+)?)\/authorize$/.exec(url.pathname) ?? [];
    const issuer =
      url.origin === googleIssuer ? googleIssuer : openidPath === undefined ? undefined : origin + openidPath;
    if (issuer === undefined) return signIns.visit(url);
    return signIns.visit(url, (parameters, accessToken) => idTokens.issue(issuer, parameters, accessToken));
  };

  server.on('secureConnection', () => {
    counter.connections += 1;
  });
  server.on('request', async (request, response) => {
    const [path = ''] = request.url?.split('?', 1) ?? [];
    const body = request.method === 'POST' ? await readBody(request) : '';
    send(answer(request, path, body), response);
  });
  return { server, origin };
}

/** @returns the port */
export async function listen(server: NetServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return body;
}
