import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { generateApiTypes } from '@jackfield/api-types';
import { Validator } from '@seriousme/openapi-schema-validator';
import createClient from 'openapi-fetch';
import { afterEach, expect, test } from 'vitest';
import { configurations } from '../testing/configurations.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { styleSource } from '../testing/style-hash.ts';
import type { paths } from './testing/generated-api.ts';
import { testApi, type TestApi } from './testing/test-api.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

async function serve(api: TestApi): Promise<string> {
  const server = createServer(getRequestListener(api.app.fetch)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

onEachDatabase((open, kind) => {
  test('a generated client drives the API over a socket', async () => {
    const api = await testApi(await open(), {
      secrets: { environment: { JACKFIELD_SECRET_GH_CLIENT_SECRET: 'imported' } },
    });
    const client = createClient<paths>({
      baseUrl: await serve(api),
      headers: { authorization: `Bearer ${api.token}` },
    });
    const config = configurations.github('first');
    const created = await client.POST('/connectors', { body: { connectorId: 'github', id: 'gh', config } });
    const version = created.data?.version;
    expect(version).toBe(1);
    expect(created.response.headers.get('etag')).toBe('"1"');

    const path = { id: 'gh' };
    const changed = await client.PATCH('/connectors/{id}', {
      params: { path, header: { 'if-match': '"1"' } },
      body: { syncProfile: true },
    });
    expect(changed.data?.syncProfile).toBe(true);
    const lost = await client.PATCH('/connectors/{id}', {
      params: { path, header: { 'if-match': '"1"' } },
      body: { syncProfile: false },
    });
    expect(lost.error?.code).toBe('precondition_failed');

    const { data: factory } = await client.GET('/connector-factories/{id}', { params: { path: { id: 'github' } } });
    expect(factory?.secretPaths).toEqual([['clientSecret']]);
    const { data: exported } = await client.GET('/export');
    if (!exported) throw new Error('There is no export.');
    const imported = await client.POST('/import', { params: { query: { dryRun: 'true' } }, body: exported });
    expect(imported.data).toMatchObject({
      applied: false,
      changes: [{ action: 'update', fields: ['config.clientSecret'] }],
    });

    const steps = await client.POST('/connector-factories/{id}/diagnostics', {
      params: { path: { id: 'smtp-email' } },
      body: { config: configurations.smtp('x', '10.0.0.1') },
      parseAs: 'text',
    });
    expect(steps.data?.trimEnd().split('\n').length).toBeGreaterThan(3);
    const { data: audit } = await client.GET('/audit', { params: { query: { limit: 1 } } });
    expect(audit?.entries[0]?.action).toBe('connector.update');
    const { data: made } = await client.POST('/tokens', { body: { name: 'ci', scope: 'read' } });
    expect(made?.token).toMatch(/^jf_/);
    const gone = await client.DELETE('/connectors/{id}', { params: { path } });
    expect(gone.response.status).toBe(204);
    expect((await client.GET('/connectors')).data).toEqual([]);
  });

  if (kind === 'sqlite') {
    test('the document is valid OpenAPI 3.1', async () => {
      const { document } = await testApi(await open());
      const result = await new Validator().validate(structuredClone({ ...document }));
      expect(result.errors).toBeUndefined();
      expect(result.valid).toBe(true);
      expect(document.openapi).toBe('3.1.0');
      expect(document.servers).toEqual([{ url: 'https://login.example.test/api' }]);
      const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('the types of the client are those of the document (update them with vitest -u)', async () => {
      const { app } = await testApi(await open());
      const document = JSON.parse(await (await app.request('/openapi.json')).text());
      await expect(await generateApiTypes(document)).toMatchFileSnapshot('./testing/generated-api.ts');
    });

    test('the page shows every operation and schema, and runs nothing', async () => {
      const { app, document } = await testApi(await open());
      const response = await app.request('/docs');
      const html = await response.text();
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(policy).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
      );
      expect(policy).toContain(styleSource(html));
      expect(html).not.toMatch(/<script|<iframe|<img|\son\w+=|style=|javascript:/i);
      for (const [path, operations] of Object.entries(document.paths)) {
        expect(html).toContain(`<code>${path}</code>`);
        for (const { operationId } of Object.values(operations)) expect(html).toContain(`id="${operationId}"`);
      }
      const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
      for (const id of targets) expect(html).toContain(`id="${id}"`);
      for (const name of Object.keys(document.components.schemas)) expect(html).toContain(`id="schema-${name}"`);
    });
  }
});
