import * as z from 'zod';
import {
  allowIssuer,
  config,
  idGuard,
  metadataOverride,
  newId,
  scope,
  syncProfile,
  tokenStorage,
  transferFormat,
  transferred,
} from './parts.ts';

const placeholders = 'A placeholder `••••••••` in the place of a secret keeps the stored one.';
const createConnector = z.strictObject({
  connectorId: idGuard.meta({ description: 'The factory’s id.', examples: ['github'] }),
  config: config.meta({ description: 'Fits the factory’s `configSchema`.' }),
  metadata: metadataOverride.optional(),
  syncProfile,
  tokenStorage,
  id: newId.optional().meta({ description: 'Letters, digits, dashes and underscores; at most 64. Default: random.' }),
  allowIssuer,
});

const changeConnector = z.strictObject({
  config: config.optional().meta({ description: `Replaces the whole configuration. ${placeholders}` }),
  metadata: metadataOverride.optional().meta({ description: 'Replaces the whole override.' }),
  syncProfile,
  tokenStorage,
  version: z.int().min(1).optional().meta({ description: 'Refuses the change when it is another one by now (409).' }),
  allowIssuer,
});

const trial = {
  config: config
    .optional()
    .meta({ description: `To try before it is stored. Default: the stored one. ${placeholders}` }),
  like: idGuard.optional().meta({ description: 'Id of the stored connector whose secrets stand for placeholders.' }),
};

const testMessage = z.strictObject({
  email: z.email().max(254).optional().meta({ description: 'Recipient, for an e-mail connector.' }),
  phone: z
    .string()
    .regex(/^\+?[1-9]\d{5,14}$/)
    .optional()
    .meta({ description: 'Recipient, for an SMS connector.', examples: ['+14155550123'] }),
  locale: z
    .string()
    .max(35)
    .optional()
    .meta({ description: 'BCP 47 tag.', examples: ['pt-BR'] }),
  ...trial,
});

const authorizationRequest = z.strictObject({
  redirectUri: z.url({ protocol: /^https?$/ }).max(2048),
  state: z.string().min(1).max(512).optional().meta({ description: 'Default: random.' }),
  scope: z.string().max(1024).optional(),
});

const importFile = z.strictObject({
  format: transferFormat,
  version: z.literal(1),
  exportedAt: z.string().max(40).optional(),
  connectors: z.array(transferred).max(200),
  references: z.array(z.unknown()).optional().meta({ description: 'Of an export; not read.' }),
  omitted: z.array(z.unknown()).optional().meta({ description: 'Of an export; not read.' }),
});

const createToken = z.strictObject({
  name: z.string().min(1).max(100).meta({ description: 'What it is for.' }),
  scope,
  expiresAt: z.int().nullable().optional().meta({
    description: 'Milliseconds since the epoch; `null`: never. Default and limit: when the caller’s own token ends.',
  }),
});

const flag = z.enum(['true', 'false']).optional();

/** What bodies look like, by their names in the document. */
export const requestSchemas = {
  CreateConnector: createConnector,
  ChangeConnector: changeConnector,
  TestMessage: testMessage,
  Trial: z.strictObject(trial),
  AuthorizationRequest: authorizationRequest,
  ImportFile: importFile,
  CreateToken: createToken,
  SignIn: z.strictObject({ token: z.string().max(200).meta({ description: 'A token of the API.' }) }),
};

/** What stands after the question mark. */
export const querySchemas = {
  audit: z.strictObject({
    before: z.coerce
      .number()
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Only entries before this sequence number.' }),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    subject: idGuard.optional().meta({ description: 'Only entries about this id.' }),
  }),
  import: z.strictObject({
    dryRun: flag.meta({ description: '`true`: say what would change, and change nothing.' }),
    removeOthers: flag.meta({ description: '`true`: remove connectors that are not in the file.' }),
  }),
};
