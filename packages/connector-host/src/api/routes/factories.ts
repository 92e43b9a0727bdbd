import { createHash } from 'node:crypto';
import type { JsonSchema } from '@jackfield/connector-kit/schema';
import { configJsonSchema, secretPaths } from '@jackfield/connector-kit/schema';
import * as z from 'zod';
import type { Connectors } from '../../connectors/connectors.ts';
import type { Discovery, InstalledConnector } from '../../discovery/discovery.ts';
import { HostError } from '../../host-error.ts';
import { diagnosisResponse } from '../diagnosis.ts';
import type { OutboundLimit } from '../limits.ts';
import { type Reply, type Route, route } from '../route.ts';
import { answerSchemas, requestSchemas } from '../schemas.ts';
import type { Log } from '../../log.ts';
import { attempt } from './attempt.ts';

const tag = 'Factories';
const parameter = 'The factory’s id, such as `github`.';
const configGuard = z.record(z.string(), z.unknown());

/** What is installed. */
export function factoryRoutes(
  discovery: Discovery,
  connectors: Connectors,
  log: Log,
  limitOutbound: OutboundLimit,
): readonly Route[] {
  const find = (id: string): InstalledConnector => {
    const installed = discovery.find(id);
    if (installed) return installed;
    throw new HostError('not_found', {
      hint: 'No installed package has this connector id. GET /connector-factories lists them.',
    });
  };
  return [
    route({
      method: 'get',
      path: '/connector-factories',
      operationId: 'listFactories',
      summary: 'List what is installed',
      tag,
      access: 'read',
      isRevalidated: true,
      answer: {
        status: 200,
        description: 'The packages, also those that cannot be used.',
        body: answerSchemas.FactoryList,
      },
      handle: async ({ request }) => {
        const { packages } = discovery;
        return revalidated(request, {
          factories: packages.flatMap((one) => (one.state === 'ready' ? [summaryOf(one)] : [])),
          broken: packages.flatMap((one) =>
            one.state === 'broken'
              ? [
                  {
                    packageName: one.packageName,
                    ...(one.version !== undefined && { packageVersion: one.version }),
                    ...(one.connectorId !== undefined && { connectorId: one.connectorId }),
                    problem: one.problem,
                  },
                ]
              : [],
          ),
        });
      },
    }),
    route({
      method: 'get',
      path: '/connector-factories/{id}',
      operationId: 'getFactory',
      summary: 'Read what an installed package says of itself',
      tag,
      parameter,
      access: 'read',
      isRevalidated: true,
      answer: {
        status: 200,
        description: 'Metadata, README, and what its configuration looks like.',
        body: answerSchemas.Factory,
      },
      handle: async ({ id, request }) => {
        const installed = find(id);
        const { configGuard: guard } = installed.module;
        return revalidated(request, {
          ...summaryOf(installed),
          readme: installed.assets.readme,
          configSchema: plain(configJsonSchema(guard)),
          configTemplate: configGuard.parse(installed.module.configTemplate),
          secretPaths: secretPaths(guard),
        });
      },
    }),
    route({
      method: 'post',
      path: '/connector-factories/{id}/diagnostics',
      operationId: 'diagnoseConfig',
      summary: 'Find what is wrong with a configuration before it is stored',
      description: 'The steps come as they finish, one JSON object a line. It stops when the client goes.',
      tag,
      parameter,
      access: 'write',
      body: requestSchemas.Trial,
      problems: ['invalid_config', 'connector_broken', 'connector_not_found'],
      answer: {
        status: 200,
        description: 'Steps.',
        body: answerSchemas.DiagnosticStep,
        mediaType: 'application/x-ndjson',
      },
      handle: async ({ id, body, caller, address, requestId }) => {
        find(id);
        await limitOutbound(caller, address);
        return diagnosisResponse(await attempt(connectors, id, body), requestId, log);
      },
    }),
  ];
}

function summaryOf({ module: { metadata }, assets, packageName, version }: InstalledConnector) {
  const { id, type, target, platform, name, description } = metadata;
  return {
    id,
    packageName,
    packageVersion: version,
    type,
    target,
    platform,
    name,
    description,
    isStandard: metadata.type === 'Social' && metadata.isStandard === true,
    isTokenStorageSupported: metadata.type === 'Social' && metadata.isTokenStorageSupported === true,
    logo: assets.logo,
    logoDark: assets.logoDark,
  };
}

function plain(schema: JsonSchema): Record<string, unknown> {
  return { ...schema };
}

/** RFC 9110 §13.1.2: nothing but the validator when the client has it already. */
function revalidated<Body>(request: Request, body: Body): Reply<Body> {
  const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url')}"`;
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(etag)) return new Response(null, { status: 304, headers: { etag } });
  return { body, headers: { etag } };
}
