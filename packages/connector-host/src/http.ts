import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { routePath } from 'hono/route';
import { createManagementApi, type ManagementApiOptions } from './api/management-api.ts';
import { problemResponse } from './api/problem.ts';
import type { Codes } from './codes/codes.ts';
import { createCodeRoutes } from './codes/routes.ts';
import { HostError } from './host-error.ts';
import { addressPrefix } from './limits/address-prefix.ts';
import { clientAddress } from './server/client-address.ts';
import { harmless } from './server/harmless.ts';
import { createHealth, databaseCheck } from './server/health.ts';
import type { Telemetry } from './observe/telemetry.ts';
import type { HostSettings } from './settings.ts';
import { createStartLimit } from './sign-in/start-limit.ts';
import { signInRoutes } from './sign-in/routes.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import { userByAddress } from './users/by-address.ts';
import type { Users } from './users/users.ts';
import { version } from './version.ts';

/** What the server knows of the other end. */
export interface RequestPeer {
  /** The address of the socket's other end. Without it, limits count all clients as one. */
  readonly remoteAddress?: string | undefined;
}

interface HttpOptions extends Pick<ManagementApiOptions, 'context' | 'connectors' | 'discovery' | 'secrets'> {
  readonly telemetry: Telemetry;
  readonly settings: HostSettings;
  readonly users: Users;
  readonly signIn: SignIn;
  readonly codes: Codes;
}

/** What the host answers over HTTP, below the path of `publicUrl`. */
export function createHttp(options: HttpOptions): {
  readonly fetch: (request: Request, peer?: RequestPeer) => Promise<Response>;
  readonly drain: () => void;
} {
  const { context, telemetry, settings, connectors, users, signIn, codes } = options;
  const { publicUrl } = signIn;
  let isProxyTold = false;
  const addressOf = (c: Context<{ Bindings: RequestPeer }>): string => {
    const { remoteAddress } = c.env;
    const forwardedFor = c.req.header('x-forwarded-for');
    if (forwardedFor !== undefined && settings.trustedProxies.length === 0 && !isProxyTold) {
      isProxyTold = true;
      const hint =
        'If it is a proxy of yours, name it in trustedProxies: all clients behind it count as one for limits.';
      context.log('warn', 'client_address.proxy_not_trusted', { proxy: remoteAddress, hint });
    }
    return clientAddress({ remoteAddress, forwardedFor }, settings.trustedProxies) ?? '';
  };
  const fail = (error: unknown): Response => problemResponse(error, { requestId: randomUUID(), log: context.log });

  const health = createHealth({ database: databaseCheck(context.database) });
  const admitStart = createStartLimit(context);
  const app = new Hono<{ Bindings: RequestPeer }>();
  app.route('/api', createManagementApi({ ...options, version, clientAddress: (c) => addressPrefix(addressOf(c)) }));
  app.route('/', signInRoutes({ signIn, connectors, users, settings, admitStart: (c) => admitStart(addressOf(c)) }));
  app.route(
    '/',
    createCodeRoutes({
      context,
      codes,
      publicUrl,
      clientAddress: addressOf,
      problemResponse: fail,
      async signInWithAddress(request, verified) {
        const settled = await userByAddress(context, verified);
        return new Headers({ 'set-cookie': await signIn.startSession(request, settled) });
      },
    }),
  );
  app.onError(fail);

  const root = new Hono<{ Bindings: RequestPeer }>();
  root.use(async (c, next) => {
    const work = async (): Promise<Response> => {
      await next();
      return c.res;
    };
    await telemetry.answer(c.req.raw, work, () => routePath(c, -1));
  });
  root.route(new URL(publicUrl.base).pathname, app);
  root.notFound(() => fail(new HostError('not_found', { hint: 'The host has nothing at this address.' })));
  return {
    fetch: async (request, peer = {}) =>
      harmless((await health.answer(request)) ?? (await root.fetch(request, peer)), publicUrl.isSecure),
    drain: () => health.shutDown(),
  };
}
