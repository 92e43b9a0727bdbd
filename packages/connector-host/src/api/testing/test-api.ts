import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Hono } from 'hono';
import * as z from 'zod';
import { createApiToken, type TokenScope } from '../../api-tokens/api-tokens.ts';
import type { Connectors } from '../../connectors/connectors.ts';
import { createConnectors } from '../../connectors/create-connectors.ts';
import type { Discovery } from '../../discovery/discovery.ts';
import type { TestHost } from '../../testing/databases.ts';
import { installed } from '../../testing/packages.ts';
import type { SecretSources } from '../../transfer/secret-sources.ts';
import { createManagementApi } from '../management-api.ts';
import type { OpenApiDocument } from '../openapi.ts';

export const origin = 'https://login.example.test';

export interface TestApiOptions {
  discovery?: Discovery;
  secrets?: SecretSources;
  publicUrl?: string;
  bodyTimeout?: number;
}

export interface CallOptions {
  token?: string;
  cookie?: string;
  /** Sent as JSON; a text as it is. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Of the client. */
  address?: string;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; `undefined` when there is none. */
  readonly body: TestBody;
  /** The body, when it is a list. */
  readonly list: readonly TestBody[];
}

/** Members that one answer or another has: a test knows which it looks at, and the document was checked. */
export interface TestBody {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly version: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly metadata: object;
  readonly syncProfile: boolean;
  readonly replaced: object;
  readonly readme: string;
  readonly logo: string;
  readonly configSchema: { readonly properties: Readonly<Record<string, object>> };
  readonly factories: readonly TestBody[];
  readonly broken: readonly TestBody[];
  readonly connectors: readonly TestBody[];
  readonly references: readonly { connector: string; path: string; reference: string; isKnown: boolean }[];
  readonly omitted: readonly TestBody[];
  readonly changes: readonly TestBody[];
  readonly applied: boolean;
  readonly action: string;
  readonly actor: string;
  readonly entries: readonly TestBody[];
  readonly next: number;
  readonly intact: boolean;
  readonly token: string;
  readonly expiresAt: number | null;
  readonly redirectTo: string;
  readonly code: string;
  readonly hint: string;
  readonly issues: readonly { path: string; problem: string }[];
  readonly requestId: string;
  readonly retryAfter: number;
}

export interface TestApi {
  readonly app: Hono;
  readonly connectors: Connectors;
  readonly discovery: Discovery;
  readonly document: OpenApiDocument;
  /** Of the scope `write`. */
  readonly token: string;
  readonly readToken: string;
  /** Calls the API, and checks the answer against the document. Default token: {@link token}. */
  call(method: string, path: string, options?: CallOptions): Promise<TestAnswer>;
  createToken(scope: TokenScope, expiresAt?: number): Promise<string>;
}

/** The API over a database of its own, with the connectors of this workspace. */
export async function testApi(host: TestHost, options: TestApiOptions = {}): Promise<TestApi> {
  const discovery = options.discovery ?? (await installed());
  const connectors = await createConnectors(host, discovery);
  const app = createManagementApi({
    context: host,
    connectors,
    discovery,
    settings: { publicUrl: options.publicUrl ?? origin },
    secrets: options.secrets ?? { environment: {} },
    version: '1.2.3',
    ...(options.bodyTimeout !== undefined && { bodyTimeout: options.bodyTimeout }),
    clientAddress: (c) => c.req.header('x-test-address') ?? '192.0.2.1',
  });
  const createToken = async (scope: TokenScope, expiresAt?: number): Promise<string> => {
    const wanted = { name: `test ${scope}`, scope, ...(expiresAt !== undefined && { expiresAt }) };
    return (await createApiToken(host, wanted, 'cli')).token;
  };
  const token = await createToken('write');
  const document: OpenApiDocument = JSON.parse(await (await app.request('/openapi.json')).text());
  const check = answerCheck(document);

  return {
    app,
    connectors,
    discovery,
    document,
    token,
    readToken: await createToken('read'),
    createToken,
    async call(method, path, call = {}) {
      const response = await app.request(path, toInit(method, call, token));
      const text = await response.text();
      check(method, path, response, text);
      const isJson = /[/+]json$/.test(response.headers.get('content-type') ?? '');
      const body = isJson && text !== '' ? JSON.parse(text) : undefined;
      return { status: response.status, headers: response.headers, text, body, list: Array.isArray(body) ? body : [] };
    },
  };
}

const contentGuard = z.record(z.string(), z.object({ schema: z.looseObject({}) }));

function toInit(method: string, { token, cookie, body, headers, address }: CallOptions, ownToken: string): RequestInit {
  const bearer = token ?? (cookie === undefined ? ownToken : '');
  return {
    method,
    headers: {
      ...(bearer !== '' && { authorization: `Bearer ${bearer}` }),
      ...(cookie !== undefined && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(address !== undefined && { 'x-test-address': address }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

/** Checks that an answer is what the document promises: its status, its media type, its body, each line of a stream. */
function answerCheck(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'api', components: document.components });
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (schema: object): ValidateFunction => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
    const known = validators.get(text) ?? ajv.compile(JSON.parse(text));
    validators.set(text, known);
    return known;
  };
  return (method: string, path: string, { status, headers }: Response, text: string): void => {
    const mediaType = headers.get('content-type')?.split(';')[0] ?? '';
    const fail = (problem: string): never => {
      throw new Error(`${method} ${path} answered ${status} ${mediaType}: ${problem}\n${text.slice(0, 2000)}`);
    };
    const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
    const declared = status >= 400 ? problem : operationAt(document, method, path)?.responses[status];
    if (!declared) return status === 204 && method === 'OPTIONS' ? undefined : fail('the document does not have this');
    const content = contentGuard.parse(declared.content ?? {});
    if (text === '') return mediaType in content && method !== 'HEAD' ? fail('the body is missing') : undefined;
    const schema = content[mediaType]?.schema ?? fail('the document has no such media type');
    if (mediaType === 'text/html') return undefined;
    const lines = mediaType === 'application/x-ndjson' ? text.trimEnd().split('\n') : [text];
    const validate = validatorOf(schema);
    for (const line of lines) if (!validate(JSON.parse(line))) fail(ajv.errorsText(validate.errors));
    return undefined;
  };
}

function operationAt(document: OpenApiDocument, method: string, path: string) {
  const [asked = ''] = path.split('?');
  const name = method === 'HEAD' ? 'get' : method.toLowerCase();
  const found = Object.entries(document.paths).filter(
    ([template, operations]) =>
      operations[name] && new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked),
  );
  // A path without parameters is the nearer one.
  return found.toSorted(([one], [other]) => Number(one.includes('{')) - Number(other.includes('{')))[0]?.[1][name];
}
