import * as z from 'zod';
import {
  config,
  instant,
  list,
  metadataOverride,
  platform,
  scope,
  texts,
  transferFormat,
  transferred,
  type,
} from './parts.ts';

const problemIssue = z.strictObject({
  path: z.string().meta({ description: '`config.clientId`' }),
  problem: z.string(),
  fix: z.string().optional(),
});

const connector = z.strictObject({
  id: z.string(),
  connectorId: z.string(),
  type,
  target: z.string(),
  platform,
  issuer: z
    .string()
    .nullable()
    .meta({ description: 'Whose subjects its people have; `null` while that is not known.' }),
  isStandard: z.boolean(),
  name: texts,
  logo: z.string().meta({ description: 'Data URL or https URL.' }),
  logoDark: z.string().nullable(),
  metadata: metadataOverride,
  syncProfile: z.boolean(),
  tokenStorage: z.boolean(),
  config: config.meta({ description: 'With the placeholder `••••••••` for each secret that is set.' }),
  secretsSet: list(z.string()),
  version: z.int(),
  createdAt: instant('When it was made'),
  updatedAt: instant('When it was last changed'),
  problem: z
    .strictObject({ code: z.string(), message: z.string(), hint: z.string() })
    .optional()
    .meta({ description: 'Why it cannot be used, and the way out.' }),
});

const factory = z.strictObject({
  id: z.string(),
  packageName: z.string(),
  packageVersion: z.string(),
  type,
  target: z.string(),
  platform,
  name: texts,
  description: texts,
  isStandard: z.boolean(),
  isTokenStorageSupported: z.boolean(),
  logo: z.string(),
  logoDark: z.string(),
});

const brokenPackage = z.strictObject({
  packageName: z.string(),
  packageVersion: z.string().optional(),
  connectorId: z.string().optional(),
  problem: z.string().meta({ description: 'What is wrong, and how to mend it.' }),
});

const auditEntry = z.strictObject({
  sequence: z.int(),
  at: instant('When'),
  actor: z.string().meta({ examples: ['token:Q2hhcmxlcw'] }),
  action: z.string().meta({ examples: ['connector.create'] }),
  subject: z.string().meta({ description: 'Id of what was changed.' }),
  details: z.record(z.string(), z.unknown()),
});

const token = z.strictObject({
  id: z.string(),
  name: z.string(),
  scope,
  createdAt: instant('When it was made'),
  expiresAt: z.int().nullable().meta({ description: 'Milliseconds since the epoch; `null`: never.' }),
});

const session = z.strictObject({
  kind: z.enum(['token', 'session']).meta({ description: 'Whether a token or the console’s cookie was sent.' }),
  tokenId: z.string(),
  name: z.string(),
  scope,
  expiresAt: z.int().nullable(),
});

/** What answers look like, by their names in the document. */
export const answerSchemas = {
  Problem: z.strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable: what programs decide by.' }),
    hint: z.string().optional().meta({ description: 'What is wrong here, and how to mend it.' }),
    issues: list(problemIssue).optional(),
    retryable: z.boolean(),
    retryAfter: z.int().optional().meta({ description: 'Seconds.' }),
    requestId: z.string(),
    provider: z
      .strictObject({ providerCode: z.string().optional(), providerDescription: z.string().optional() })
      .optional()
      .meta({ description: 'The provider’s own words.' }),
  }),
  Connector: connector,
  ConnectorList: list(connector),
  CreatedConnector: z.strictObject({
    ...connector.shape,
    replaced: z
      .strictObject({ id: z.string(), connectorId: z.string() })
      .optional()
      .meta({ description: 'The e-mail or SMS connector that was active until now.' }),
  }),
  FactoryList: z.strictObject({
    factories: list(factory),
    broken: list(brokenPackage).meta({ description: 'Packages that cannot be used.' }),
  }),
  Factory: z.strictObject({
    ...factory.shape,
    readme: z.string().meta({ description: 'Markdown. Show it only through a renderer that drops HTML.' }),
    configSchema: z
      .record(z.string(), z.unknown())
      .meta({ description: 'JSON Schema, draft 7; `secret: true` marks secrets.' }),
    configTemplate: config,
    secretPaths: list(list(z.string())).meta({
      description: 'Keys from the outside in; `*` stands for any index or key.',
    }),
  }),
  AuthorizationUri: z.strictObject({ redirectTo: z.string() }),
  DiagnosticStep: z.strictObject({
    id: z.string(),
    title: z.string(),
    status: z.enum(['pass', 'warn', 'fail', 'skipped']),
    detail: z.string(),
    fix: z.string().optional(),
  }),
  AuditPage: z.strictObject({
    entries: list(auditEntry).meta({ description: 'Newest first.' }),
    next: z.int().optional().meta({ description: 'For `before`, when there are older entries.' }),
  }),
  AuditVerification: z.strictObject({
    intact: z.boolean(),
    entries: z.int().meta({ description: 'How many are right, from the first on.' }),
    sequence: z.int().optional().meta({ description: 'Where the chain is broken first.' }),
    fault: z.enum(['missing', 'changed', 'cut', 'added', 'head', 'key']).optional(),
    hint: z.string().optional().meta({ description: 'What that means.' }),
  }),
  Export: z.strictObject({
    format: transferFormat,
    version: z.literal(1),
    exportedAt: z.string(),
    connectors: list(transferred),
    references: list(
      z.strictObject({ connector: z.string(), path: z.string(), reference: z.string(), isKnown: z.boolean() }),
    ).meta({ description: 'Where the importing host looks for secrets; `isKnown`: the secret came from there.' }),
    omitted: list(z.strictObject({ id: z.string(), connectorId: z.string(), code: z.string() })).meta({
      description: 'Connectors whose configuration cannot be read.',
    }),
  }),
  ImportResult: z.strictObject({
    applied: z.boolean(),
    changes: list(
      z.strictObject({
        id: z.string(),
        connectorId: z.string(),
        action: z.enum(['create', 'update', 'remove', 'unchanged']),
        fields: list(z.string()).meta({ description: 'What changes: `config.clientId`, `syncProfile`.' }),
      }),
    ),
  }),
  Token: token,
  TokenList: list(token),
  CreatedToken: z.strictObject({ ...token.shape, token: z.string().meta({ description: 'Shown this once.' }) }),
  Session: session,
};
