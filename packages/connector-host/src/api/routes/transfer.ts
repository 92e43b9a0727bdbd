import type { Connectors } from '../../connectors/connectors.ts';
import type { HostContext } from '../../context.ts';
import type { Discovery } from '../../discovery/discovery.ts';
import { exportConnectors } from '../../transfer/export-connectors.ts';
import { importConnectors } from '../../transfer/import-connectors.ts';
import type { SecretSources } from '../../transfer/secret-sources.ts';
import type { OutboundLimit } from '../limits.ts';
import { type Route, route } from '../route.ts';
import { answerSchemas, querySchemas, requestSchemas } from '../schemas.ts';

const tag = 'Transfer';
const importLimit = 1024 * 1024;

/** All connectors as one file. */
export function transferRoutes(
  context: HostContext,
  connectors: Connectors,
  discovery: Discovery,
  secrets: SecretSources,
  limitOutbound: OutboundLimit,
): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/export',
      operationId: 'exportConnectors',
      summary: 'Write all connectors into one file',
      description: 'With a reference (`env:NAME` or `file:path`) in the place of each secret, never a secret.',
      tag,
      access: 'read',
      answer: { status: 200, description: 'The file.', body: answerSchemas.Export },
      handle: async () => ({
        body: await exportConnectors(context, connectors, secrets.environmentPrefix),
        headers: { 'content-disposition': 'attachment; filename="jackfield-connectors.json"' },
      }),
    }),
    route({
      method: 'post',
      path: '/import',
      operationId: 'importConnectors',
      summary: 'Bring the connectors to what a file says',
      description: 'All of it or nothing. References are followed on the server, within what it allows.',
      tag,
      access: 'write',
      query: querySchemas.import,
      body: requestSchemas.ImportFile,
      bodyLimit: importLimit,
      problems: ['invalid_import'],
      answer: { status: 200, description: 'What was changed, or would be.', body: answerSchemas.ImportResult },
      handle: async ({ body, query, caller, address }) => {
        await limitOutbound(caller, address);
        const options = { secrets, dryRun: query.dryRun === 'true', removeOthers: query.removeOthers === 'true' };
        return { body: await importConnectors(context, connectors, discovery, body, caller.actor, options) };
      },
    }),
  ];
}
