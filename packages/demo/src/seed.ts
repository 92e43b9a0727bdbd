import * as z from 'zod';
import type { ApiClient } from './api-client.ts';
import type { ConnectorRequest } from './connector-requests.ts';

const listGuard = z.array(z.looseObject({ id: z.string() }));
const createdGuard = z.looseObject({
  id: z.string(),
  connectorId: z.string(),
  replaced: z.object({ id: z.string(), connectorId: z.string() }).optional(),
});

/** What became of a request: the connector, and which one made room for it. */
export type Added = z.infer<typeof createdGuard>;

/**
 * Adds connectors through the API. One that is there from an earlier run is taken to where the services are now.
 *
 * @throws an `Error` in the API's own words
 */
export async function addConnectors(api: ApiClient, requests: readonly ConnectorRequest[]): Promise<readonly Added[]> {
  const known = new Set(listGuard.parse(await api.call('GET', '/connectors')).map(({ id }) => id));
  const added: Added[] = [];
  for (const { allowIssuer, ...request } of requests) {
    const { id, connectorId: _, ...change } = request;
    const answer = known.has(id)
      ? await api.call('PATCH', `/connectors/${id}`, { ...change, ...(allowIssuer !== undefined && { allowIssuer }) })
      : await api.call('POST', '/connectors', request);
    added.push(createdGuard.parse(answer));
  }
  return added;
}
