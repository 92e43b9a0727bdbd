import * as z from 'zod';
import type { Route } from './route.ts';
import { answerSchemas, idGuard, requestSchemas } from './schemas.ts';

type Json = Record<string, unknown>;

/** The parts of an OpenAPI 3.1 document that the API has. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Json[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Json; readonly securitySchemes: Json };
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security?: readonly Json[];
  readonly parameters?: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Record<string, Json>;
}

const description = `Connectors of a host: what is installed, what is configured, and what was changed.

Send a token: \`authorization: Bearer jf_…\`. Errors are problem details (RFC 9457) with a stable \`code\`.
Secrets never leave: an answer has a placeholder for each that is set, and sending it back keeps the stored value.`;

/**
 * Describes the routes.
 *
 * @param serverUrl where the API is, such as `https://login.example.com/api`
 */
export function openApiDocument(routes: readonly Route[], serverUrl: string, version: string): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: { title: 'Jackfield management API', version, description },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }, { console: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...componentsOf(requestSchemas, 'input'), ...componentsOf(answerSchemas, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of the API, with the scope `read` or `write`.' },
        console: { type: 'apiKey', in: 'cookie', name: '__Host-jackfield-operator' },
      },
    },
  };
}

function operationOf(route: Route): Operation {
  const { operationId, summary, tag, access, body } = route;
  const parameters = parametersOf(route);
  const needs = access === 'public' ? [] : [`Needs the scope \`${access}\`.`];
  const text = [...(route.description === undefined ? [] : [route.description]), ...needs].join('\n\n');
  return {
    operationId,
    summary,
    ...(text !== '' && { description: text }),
    tags: [tag],
    ...(access === 'public' && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: referenceTo(body) } } } }),
    responses: responsesOf(route),
  };
}

function responsesOf({ access, answer, problems = [], isRevalidated, body, path, query }: Route): Record<string, Json> {
  const { status, mediaType = 'application/json', headers = {} } = answer;
  const schema = answer.body ? referenceTo(answer.body) : { type: 'string' };
  const codes = [
    ...(access === 'public' ? [] : ['unauthorized']),
    ...(access === 'write' ? ['forbidden'] : []),
    ...(body || query ? ['invalid_request'] : []),
    ...(path.includes('{') ? ['not_found'] : []),
    ...problems,
    'too_many_requests',
  ];
  return {
    [status]: {
      description: answer.description,
      ...(Object.keys(headers).length > 0 && { headers: describedBy(headers) }),
      ...(status !== 204 && { content: { [mediaType]: { schema } } }),
    },
    ...(isRevalidated && { 304: { description: 'What `if-none-match` names still holds.' } }),
    default: {
      description: `A problem. Codes: ${codes.map((code) => `\`${code}\``).join(', ')}; besides, those that any operation may have.`,
      content: { 'application/problem+json': { schema: referenceTo(answerSchemas.Problem) } },
    },
  };
}

function parametersOf({ path, parameter, query, requestHeaders = {} }: Route): readonly Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    ...(parameter !== undefined && { description: parameter }),
    schema: jsonSchema(idGuard),
  }));
  const properties = query ? z.record(z.string(), z.looseObject({})).parse(jsonSchema(query).properties ?? {}) : {};
  const inQuery = Object.entries(properties).map(([name, { description: text, ...schema }]) => ({
    name,
    in: 'query',
    ...(text !== undefined && { description: text }),
    schema,
  }));
  const inHeader = Object.entries(requestHeaders).map(([name, text]) => ({
    name,
    in: 'header',
    description: text,
    schema: { type: 'string' },
  }));
  return [...inPath, ...inQuery, ...inHeader];
}

function describedBy(headers: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }]),
  );
}

const schemaNames = new Map<unknown, string>(
  Object.entries({ ...requestSchemas, ...answerSchemas }).map(([name, schema]) => [schema, name]),
);

function referenceTo(schema: z.ZodType): Json {
  const name = schemaNames.get(schema);
  return name === undefined ? jsonSchema(schema) : { $ref: `#/components/schemas/${name}` };
}

function componentsOf(schemas: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const converted = z.toJSONSchema(registry, { io, override, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(converted.schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]),
  );
}

function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', override });
  return rest;
}

/** Leaves out what says nothing to a reader of the document. */
function override({ jsonSchema: schema }: { jsonSchema: Json }): void {
  delete schema.readOnly;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}
