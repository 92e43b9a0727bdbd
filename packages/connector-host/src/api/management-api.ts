import { type Context, Hono } from 'hono';
import type { Connectors } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { HostError } from '../host-error.ts';
import type { HostSettings } from '../settings.ts';
import { parsePublicUrl } from '../sign-in/public-url.ts';
import type { SecretSources } from '../transfer/secret-sources.ts';
import { createDispatch } from './dispatch.ts';
import { createDocsPage } from './docs-page.ts';
import { createOutboundLimit } from './limits.ts';
import { openApiDocument } from './openapi.ts';
import { createOperatorCookie, type OperatorCookie } from './operator-cookie.ts';
import type { Route } from './route.ts';
import { auditRoutes } from './routes/audit.ts';
import { connectorRoutes } from './routes/connectors.ts';
import { documentRoutes } from './routes/document.ts';
import { factoryRoutes } from './routes/factories.ts';
import { sessionRoutes } from './routes/session.ts';
import { testMessageRoute } from './routes/test-message.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { transferRoutes } from './routes/transfer.ts';

/** What the API is made of. */
export interface ManagementApiOptions {
  readonly context: HostContext;
  readonly connectors: Connectors;
  readonly discovery: Discovery;
  readonly settings: Pick<HostSettings, 'publicUrl'>;
  /** Where imported secrets may be read from. */
  readonly secrets: SecretSources;
  /** Of the host, for the document. */
  readonly version: string;
  /** The client that a request comes from, as limits count it: see `addressPrefix`. */
  readonly clientAddress: (c: Context) => string;
  /** Milliseconds in which a request's body must arrive. Default 15,000. */
  readonly bodyTimeout?: number;
}

/**
 * The management API. Mount it with `app.route('/api', createManagementApi(…))`: every answer under that path comes from
 * here, also to what is unknown or fails.
 *
 * @throws `invalid_request` when `publicUrl` is not usable
 */
export function createManagementApi(options: ManagementApiOptions): Hono {
  const { context, settings, version, clientAddress, bodyTimeout = 15_000 } = options;
  const { base, origin, isSecure } = parsePublicUrl(settings.publicUrl);
  const cookie = createOperatorCookie(isSecure);
  const routes = routesOf(options, cookie, origin, () => described);
  const document = openApiDocument(routes, `${base}/api`, version);
  const described = { document, page: createDocsPage(document) };

  const dispatch = createDispatch({ context, cookie, origin, clientAddress, bodyTimeout });
  const app = new Hono();
  for (const route of routes) app.on(route.method.toUpperCase(), honoPath(route.path), (c) => dispatch.run(c, route));
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    app.options(honoPath(path), (c) => dispatch.answer(c, new Response(null, { status: 204, headers: { allow } })));
    app.all(honoPath(path), (c) =>
      dispatch.fail(c, new HostError('method_not_allowed', { hint: `It has ${allow}.` }), { allow }),
    );
  }
  app.all('*', (c) => dispatch.fail(c, new HostError('not_found', { hint: 'GET /api/docs shows what there is.' })));
  return app;
}

function routesOf(
  { context, connectors, discovery, secrets }: ManagementApiOptions,
  cookie: OperatorCookie,
  origin: string,
  readDocument: Parameters<typeof documentRoutes>[0],
): readonly Route[] {
  const limitOutbound = createOutboundLimit(context);
  return [
    ...factoryRoutes(discovery, connectors, context.log, limitOutbound),
    ...connectorRoutes(connectors, context.log, limitOutbound),
    testMessageRoute(context, connectors, limitOutbound),
    ...transferRoutes(context, connectors, discovery, secrets, limitOutbound),
    ...auditRoutes(context),
    ...tokenRoutes(context),
    ...sessionRoutes(context, cookie, origin),
    ...documentRoutes(readDocument),
  ];
}

/** `/connectors/{id}` → `/connectors/:id`; whatever the parameter is called, a handler gets it as `id`. */
function honoPath(path: string): string {
  return path.replaceAll(/\{\w+\}/g, ':id');
}
