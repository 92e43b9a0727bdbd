import type { ConnectorView, Connectors } from '../../connectors/connectors.ts';
import type { Log } from '../../log.ts';
import { diagnosisResponse } from '../diagnosis.ts';
import type { OutboundLimit } from '../limits.ts';
import { type Route, route } from '../route.ts';
import { answerSchemas, requestSchemas } from '../schemas.ts';
import { etagOf, expectedVersion, ifMatchHeader, versionHeader, withVersion } from '../versions.ts';

const tag = 'Connectors';
const parameter = 'The connector’s id.';
/** Bytes: two logos as data URLs, and a configuration. */
const connectorLimit = 512 * 1024;
const ruleProblems = [
  'invalid_config',
  'target_required',
  'metadata_not_allowed',
  'target_taken',
  'sync_profile_not_allowed',
  'token_storage_not_supported',
  'identity_source_changed',
  'egress_refused',
  'connector_broken',
];

/** What is configured. */
export function connectorRoutes(connectors: Connectors, log: Log, limitOutbound: OutboundLimit): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/connectors',
      operationId: 'listConnectors',
      summary: 'List the connectors',
      tag,
      access: 'read',
      answer: { status: 200, description: 'All, also those that cannot be used.', body: answerSchemas.ConnectorList },
      handle: async () => ({ body: await connectors.list() }),
    }),
    route({
      method: 'post',
      path: '/connectors',
      operationId: 'createConnector',
      summary: 'Add a connector',
      description:
        'An e-mail or SMS connector replaces the active one of its type; the answer names what was replaced.',
      tag,
      access: 'write',
      body: requestSchemas.CreateConnector,
      bodyLimit: connectorLimit,
      problems: ['unknown_connector', 'instance_exists', 'id_taken', ...ruleProblems],
      answer: {
        status: 201,
        description: 'The connector.',
        body: answerSchemas.CreatedConnector,
        headers: { ...versionHeader, location: 'Where it is, relative to this path.' },
      },
      handle: async ({ body, caller }) => {
        const { connector, replaced } = await connectors.create(body, caller.actor);
        return {
          body: { ...connector, ...(replaced && { replaced }) },
          headers: { etag: etagOf(connector.version), location: `connectors/${connector.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/connectors/{id}',
      operationId: 'getConnector',
      summary: 'Read a connector',
      tag,
      parameter,
      access: 'read',
      problems: ['connector_not_found'],
      answer: { status: 200, description: 'The connector.', body: answerSchemas.Connector, headers: versionHeader },
      handle: async ({ id }) => shown(await connectors.get(id)),
    }),
    route({
      method: 'patch',
      path: '/connectors/{id}',
      operationId: 'changeConnector',
      summary: 'Change a connector',
      tag,
      parameter,
      access: 'write',
      requestHeaders: ifMatchHeader,
      body: requestSchemas.ChangeConnector,
      bodyLimit: connectorLimit,
      problems: ['connector_not_found', 'version_conflict', 'precondition_failed', 'target_fixed', ...ruleProblems],
      answer: {
        status: 200,
        description: 'The connector as it is now.',
        body: answerSchemas.Connector,
        headers: versionHeader,
      },
      handle: async ({ id, body, caller, request }) => {
        const version = expectedVersion(request, body.version);
        const change = { ...body, ...(version !== undefined && { version }) };
        return shown(await withVersion(request, () => connectors.update(id, change, caller.actor)));
      },
    }),
    route({
      method: 'delete',
      path: '/connectors/{id}',
      operationId: 'removeConnector',
      summary: 'Remove a connector',
      tag,
      parameter,
      access: 'write',
      requestHeaders: ifMatchHeader,
      problems: ['connector_not_found', 'precondition_failed'],
      answer: { status: 204, description: 'It is gone.' },
      handle: async ({ id, caller, request }) => {
        const version = expectedVersion(request);
        await withVersion(request, () => connectors.remove(id, caller.actor, version));
        return { body: undefined };
      },
    }),
    route({
      method: 'post',
      path: '/connectors/{id}/authorization-uri',
      operationId: 'getAuthorizationUri',
      summary: 'See where a sign-in would send the browser',
      description: 'Nothing is begun: what comes back from that URL is refused. People sign in by the sign-in routes.',
      tag,
      parameter,
      access: 'write',
      body: requestSchemas.AuthorizationRequest,
      problems: [
        'connector_not_found',
        'connector_broken',
        'unexpected_type',
        'provider_unavailable',
        'egress_refused',
      ],
      answer: { status: 200, description: 'The URL.', body: answerSchemas.AuthorizationUri },
      handle: async ({ id, body, caller, address }) => {
        await limitOutbound(caller, address);
        const { instance } = await connectors.useSocial(id);
        return { body: { redirectTo: await instance.getAuthorizationUri(body, () => {}) } };
      },
    }),
    route({
      method: 'post',
      path: '/connectors/{id}/diagnostics',
      operationId: 'diagnoseConnector',
      summary: 'Find what is wrong with a connector',
      description: 'The steps come as they finish, one JSON object a line. It stops when the client goes.',
      tag,
      parameter,
      access: 'write',
      problems: ['connector_not_found', 'connector_broken'],
      answer: {
        status: 200,
        description: 'Steps.',
        body: answerSchemas.DiagnosticStep,
        mediaType: 'application/x-ndjson',
      },
      handle: async ({ id, caller, address, requestId }) => {
        await limitOutbound(caller, address);
        return diagnosisResponse((await connectors.use(id)).instance, requestId, log);
      },
    }),
  ];
}

function shown(connector: ConnectorView) {
  return { body: connector, headers: { etag: etagOf(connector.version) } };
}
