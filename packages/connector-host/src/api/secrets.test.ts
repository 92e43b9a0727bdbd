import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createLog } from '../observe/create-log.ts';
import { configurations } from '../testing/configurations.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { origin, testApi } from './testing/test-api.ts';

const canaries = [
  'canary-github',
  'canary-smtp',
  'canary-twilio',
  'canary-oidc',
  'canary-oauth',
  'canary-google',
  'canary-logto',
];
const [github = '', smtp = '', twilio = '', oidc = '', oauth = '', google = '', logto = ''] = canaries;

const connectors = [
  { connectorId: 'github', config: configurations.github(github) },
  { connectorId: 'google', config: configurations.google(google) },
  { connectorId: 'smtp-email', config: configurations.smtp(smtp, 'localhost') },
  { connectorId: 'twilio-sms', config: configurations.twilio(twilio) },
  {
    connectorId: 'oidc-standard',
    config: configurations.oidc('https://localhost:1', oidc),
    metadata: { target: 'acme' },
  },
  {
    connectorId: 'oauth-standard',
    config: configurations.oauth('https://localhost:1/token', oauth),
    metadata: { target: 'other' },
  },
  { connectorId: 'logto-governance', config: configurations.logto(logto) },
].map((body) => ({ ...body, id: body.connectorId }));

onEachDatabase((open) => {
  test('attack: secrets in any answer, log, error, audit entry or export', async () => {
    const lines: string[] = [];
    const host = { ...(await open()), log: createLog({ write: (line) => lines.push(line), level: 'debug' }) };
    const api = await testApi(host, { secrets: { environment: { JACKFIELD_SECRET_GH: 'canary-environment' } } });
    const answers: string[] = [];
    const seen = new Set<string>();
    const call: typeof api.call = async (method, path, options = {}) => {
      const address = `198.51.100.${answers.length % 250}`;
      const answer = await api.call(method, path, { address, ...options });
      answers.push(`${method} ${path} ${inspect([...answer.headers])} ${answer.text}`);
      seen.add(`${method} ${path.split('?')[0]}`);
      return answer;
    };

    for (const body of connectors) {
      expect((await call('POST', '/connectors', { body })).status).toBe(201);
      await call('POST', '/connectors', { body });
      await call('POST', '/connectors', {
        body: { ...body, id: 'other', config: { ...body.config, unknownField: 'canary-unknown' } },
      });
      await call('GET', `/connectors/${body.id}`);
      await call('PATCH', `/connectors/${body.id}`, { body: { config: body.config, version: 1 } });
      await call('PATCH', `/connectors/${body.id}`, {
        body: { config: { ...body.config, host: 5, issuer: {} }, version: 1 },
      });
      await call('PATCH', `/connectors/${body.id}`, { body: { config: body.config, version: 1 } });
      await call('POST', `/connectors/${body.id}/authorization-uri`, { body: { redirectUri: `${origin}/callback` } });
      await call('GET', `/connector-factories/${body.connectorId}`);
      for (const trial of [
        {},
        { config: body.config },
        { config: { ...body.config, unknownField: 'canary-unknown' } },
      ]) {
        await call('POST', `/connectors/${body.connectorId}/test`, { body: { email: 'a@example.org', ...trial } });
      }
    }
    await call('POST', '/connectors/smtp-email/diagnostics');
    await call('POST', '/connector-factories/smtp-email/diagnostics', {
      body: { config: configurations.smtp(smtp, 'localhost') },
    });
    await call('GET', '/connectors');
    await call('GET', '/connector-factories');
    const exported = await call('GET', '/export');
    await call('POST', '/import', { body: exported.body });
    const filled = {
      ...exported.body,
      connectors: connectors.map(({ id, connectorId, config }) => ({ id, connectorId, config })),
    };
    await call('POST', '/import?dryRun=true', { body: filled });
    await call('POST', '/import', {
      body: {
        ...filled,
        connectors: [{ ...filled.connectors[0], config: configurations.github('env:JACKFIELD_SECRET_GH') }],
      },
    });
    const made = await call('POST', '/tokens', { body: { name: 'canary', scope: 'write' } });
    answers.pop();
    await call('GET', '/tokens');
    await call('POST', '/session', { token: '', body: { token: made.body.token }, headers: { origin } });
    const cookie = /operator=([\w-]{43})/.exec(answers.pop() ?? '')?.[1] ?? 'missing';
    await call('GET', '/session', { cookie: `__Host-jackfield-operator=${cookie}` });
    await call('GET', '/session', { token: `${made.body.token}x` });
    await call('DELETE', `/tokens/${made.body.id}`);
    await call('DELETE', '/session', { cookie: `__Host-jackfield-operator=${cookie}`, headers: { origin } });
    await call('GET', '/audit?limit=200');
    await call('GET', '/audit/verification');
    await call('DELETE', '/connectors/github');
    await call('GET', '/openapi.json');
    await call('GET', '/docs');

    const secrets = [
      ...canaries,
      'canary-environment',
      'canary-unknown',
      made.body.token,
      made.body.token.slice(3),
      cookie,
      api.token,
    ];
    const stored = await host.database.read(async (db) => {
      const tables = [
        'meta',
        'connectors',
        'counters',
        'api_tokens',
        'operator_sessions',
        'secret_references',
        'audit',
      ] as const;
      return Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
    });
    expect(lines.length).toBeGreaterThanOrEqual(answers.length);
    for (const secret of secrets) {
      for (const text of [...answers, ...lines, JSON.stringify(stored)]) expect(text).not.toContain(secret);
    }

    const operations = Object.entries(api.document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => new RegExp(`^${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      ),
    );
    expect(operations.filter((operation) => ![...seen].some((one) => operation.test(one)))).toEqual([]);
  });
});
