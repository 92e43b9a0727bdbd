import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { type OidcProvider, startOidcProvider } from '@jackfield/connector-test-kit/oidc';
import { type FakeSmtpServer, startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { createRuntime, type RuntimeOptions } from '@jackfield/egress';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { addPortraits, demoPeople } from './demo-people.ts';

export interface DemoOptions {
  /** Default: any free one. */
  port?: number;
  clock?: RuntimeOptions['clock'];
  /** Gets what the application tells its operators. Default: standard error. */
  log?: (line: string) => void;
}

/** The application with an identity provider and a mail server of its own, all on 127.0.0.1. */
export interface Demo {
  /** Such as `http://127.0.0.1:49152`. */
  readonly origin: string;
  readonly provider: OidcProvider;
  readonly mailServer: FakeSmtpServer;
  close(): Promise<void>;
}

/** @throws what `node:http` throws when it cannot listen, such as `EADDRINUSE` */
export async function startDemo({ port = 0, clock, log = console.error }: DemoOptions = {}): Promise<Demo> {
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closeOne of opened.splice(0).toReversed()) await closeOne();
  };
  try {
    // The provider has to know the redirect URI, and the application the provider: so the port comes first.
    const site: { app?: Hono } = {};
    const server = createServer((request, env) => site.app?.fetch(request, env) ?? new Response(null, { status: 503 }));
    const origin = `http://127.0.0.1:${await listen(server, port)}`;
    opened.push(() => stop(server));

    const provider = await startOidcProvider({
      people: demoPeople(origin),
      clients: [{ client_name: 'Jackfield example', redirect_uris: [`${origin}/callback`] }],
    });
    opened.push(() => provider.close());
    const mailServer = await startSmtpServer();
    opened.push(() => mailServer.close());
    const privateHosts = [new URL(provider.issuer).host, `${mailServer.host}:${mailServer.port}`];
    const runtime = createRuntime({ egress: { privateHosts }, ...(clock && { clock }) });
    opened.push(() => runtime.close());

    const { issuer, clientId, clientSecret } = provider;
    const { host, port: mailPort, ca, user, password } = mailServer;
    site.app = await createApp({
      origin,
      oidc: { issuer, clientId, clientAuthentication: { method: 'client_secret_basic', clientSecret } },
      smtp: {
        host,
        port: mailPort,
        ca,
        auth: { kind: 'login', user, password },
        from: { address: 'no-reply@example.test', name: 'Jackfield example' },
      },
      cookieSecret: randomBytes(32).toString('base64url'),
      runtime,
      mails: () => mailServer.mails.map(toMail),
      log,
    });
    addPortraits(site.app);
    return { origin, provider, mailServer, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function toMail({ envelope, subject = '', text = '', html }: FakeSmtpServer['mails'][number]) {
  return { from: envelope.from, to: envelope.to.join(', '), subject, text, ...(html !== undefined && { html }) };
}

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

function createServer(fetch: Fetch): Server {
  const serverOptions = { requestTimeout: 10_000, headersTimeout: 10_000 };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without `createServer`, it is one of `node:http`
  return createAdaptorServer({ fetch, serverOptions, overrideGlobalObjects: false }) as Server;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
