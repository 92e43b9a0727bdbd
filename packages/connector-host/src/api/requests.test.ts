import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import { getRequestListener } from '@hono/node-server';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { configurations } from '../testing/configurations.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { testApi } from './testing/test-api.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

onEachDatabase((open, kind) => {
  test('unknown paths, wrong methods, HEAD and OPTIONS are answered as HTTP wants it', async () => {
    const api = await testApi(await open());
    expect(await api.call('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'not_found', status: 404 } });
    expect(await api.call('GET', '/')).toMatchObject({ status: 404 });
    const wrong = await api.call('PUT', '/connectors', { body: {} });
    expect(wrong).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(wrong.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
    expect((await api.call('DELETE', '/connectors')).status).toBe(405);
    const options = await api.call('OPTIONS', '/connectors/x', { token: '', headers: { origin: 'https://evil.test' } });
    expect(options).toMatchObject({ status: 204, text: '' });
    expect(options.headers.get('allow')).toBe('GET, PATCH, DELETE, HEAD, OPTIONS');
    expect([...options.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(await api.call('HEAD', '/connectors')).toMatchObject({ status: 200, text: '' });
    expect((await api.call('HEAD', '/connectors', { token: '' })).status).toBe(401);
  });

  test('every answer has the headers that keep browsers from doing anything with it', async () => {
    const api = await testApi(await open());
    for (const [method, path] of [
      ['GET', '/connectors'],
      ['GET', '/nothing'],
      ['PUT', '/connectors'],
      ['OPTIONS', '/connectors'],
      ['DELETE', '/connectors/x'],
    ] as const) {
      const { headers } = await api.call(method, path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-request-id')).toMatch(/^[\da-f]{24}$/);
    }
  });

  test('attack: gigantic JSON, deep nesting, wrong content type', async () => {
    const host = await open();
    const api = await testApi(host);
    const post = async (body: string, headers: Record<string, string> = {}, path = '/connectors') => {
      const { status, body: problem } = await api.call('POST', path, { body, headers });
      return [status, problem.code];
    };
    const hintOf = async (body: string) => (await api.call('POST', '/connectors', { body })).body.hint;
    expect(await post(`{"connectorId":"${'x'.repeat(512 * 1024)}"}`)).toEqual([413, 'content_too_large']);
    expect(await post(`{"name":"${'x'.repeat(128 * 1024)}"}`, {}, '/tokens')).toEqual([413, 'content_too_large']);
    expect(await post('{}', { 'content-length': '99999999' })).toEqual([413, 'content_too_large']);
    expect(await post(`"${'x'.repeat(1024 * 1024)}"`, {}, '/import')).toEqual([413, 'content_too_large']);
    expect(await post(`"${'x'.repeat(512 * 1024)}"`, {}, '/import')).toEqual([400, 'invalid_request']);
    for (const [opening, closing] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const depth = 20_000;
      const text = `${opening.repeat(depth)}1${closing.repeat(depth)}`;
      expect(await post(text)).toEqual([400, 'invalid_request']);
      expect(await post(opening.repeat(depth))).toEqual([400, 'invalid_request']);
      expect(await hintOf(`${opening.repeat(33)}1${closing.repeat(33)}`)).toMatch(/more than 32 objects or arrays/);
      expect(await hintOf(`${opening.repeat(32)}1${closing.repeat(32)}`)).not.toMatch(/more than 32/);
    }
    const start = Date.now();
    expect(await post('"'.repeat(120_000))).toEqual([400, 'invalid_request']);
    expect(await post('"\\'.repeat(60_000))).toEqual([400, 'invalid_request']);
    expect(Date.now() - start).toBeLessThan(2000);
    for (const type of [
      '',
      'text/plain',
      'application/xml',
      'application/json; charset=utf-16',
      'application/json, text/plain',
    ]) {
      expect(await post('{}', { 'content-type': type }), type).toEqual([415, 'unsupported_media_type']);
    }
    expect(await post('{}', { 'content-type': 'Application/JSON; charset=UTF-8' })).toEqual([400, 'invalid_request']);
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '1',
      '"text"',
      '{"a":1,}',
      '{"__proto__":{"x":1},"connectorId":"github"}',
      '\u0000',
    ]) {
      expect(await post(text), text).toEqual([400, 'invalid_request']);
    }
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
    expect(await hintOf('{"connectorId":"github","config":{"__proto__":1}}')).toMatch(/a key that is not allowed/);
    expect(await api.call('DELETE', '/connectors/x', { body: { a: 1 } })).toMatchObject({ status: 400 });
  });

  test('attack: text that is not UTF-8', async () => {
    const api = await testApi(await open());
    const response = await api.app.request('/connectors', {
      method: 'POST',
      headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' },
      body: Uint8Array.from([0x22, 0xff, 0xc0, 0x22]),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid_request' });
  });

  test('attack: SQL and path tricks in ids', async () => {
    const host = await open();
    const api = await testApi(host);
    await api.call('POST', '/connectors', {
      body: { connectorId: 'github', config: configurations.github(), id: 'gh' },
    });
    const before = await api.call('GET', '/connectors');
    const tricks = [
      "'; drop table connectors; --",
      "gh' or '1'='1",
      'gh"',
      '%',
      '_',
      '../../etc/passwd',
      '..%2f..%2fetc%2fpasswd',
      '%2e%2e%2f',
      '%00',
      'gh%00',
      '__proto__',
      'constructor',
      'toString',
      '%zz',
      '%ff',
      'a'.repeat(5000),
      '\u202egh',
      'gh;id=1',
      '*',
    ];
    for (const trick of tricks) {
      for (const id of [trick, encodeURIComponent(trick)]) {
        for (const path of [`/connectors/${id}`, `/connector-factories/${id}`]) {
          expect((await api.call('GET', path)).status, path).toBe(404);
        }
        expect((await api.call('PATCH', `/connectors/${id}`, { body: { syncProfile: true } })).status, id).toBe(404);
        expect((await api.call('DELETE', `/connectors/${id}`)).status, id).toBe(404);
        expect((await api.call('DELETE', `/tokens/${id}`)).status, id).toBe(404);
        expect((await api.call('GET', `/audit?subject=${id.replaceAll('&', '')}`)).status, id).toBeOneOf([200, 400]);
      }
      const create = { connectorId: trick, config: configurations.github() };
      expect((await api.call('POST', '/connectors', { body: create })).status, trick).toBeOneOf([400, 422]);
      const withId = { connectorId: 'twilio-sms', config: configurations.twilio(), id: `${trick}/` };
      expect((await api.call('POST', '/connectors', { body: withId })).status, trick).toBe(400);
    }
    expect((await api.call('GET', '/connectors')).body).toEqual(before.body);
  });

  test('a failure inside says nothing outside, and is found in the log by its request id', async () => {
    const host = await open();
    const api = await testApi(host, {});
    await host.database.write((tx) => tx.schema.dropTable('audit').execute());
    const answer = await api.call('GET', '/audit');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error', retryable: false } });
    expect(answer.text).not.toMatch(/audit|sql|table|relation|node_modules/i);
    const { requestId } = answer.body;
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    const line = host.lines.find(({ event, fields }) => event === 'request.failed' && fields.requestId === requestId);
    expect(line?.level).toBe('error');
    expect(host.lines).toContainEqual(
      expect.objectContaining({ event: 'api.request', fields: expect.objectContaining({ requestId, status: 500 }) }),
    );
  });

  if (kind === 'sqlite')
    test('a database that cannot be written is still read', async () => {
      const host = await open();
      const api = await testApi(host);
      await host.database.read((db) => sql`pragma query_only = 1`.execute(db));
      expect((await api.call('GET', '/connectors')).status).toBe(200);
      const body = { connectorId: 'github', config: configurations.github() };
      expect(await api.call('POST', '/connectors', { body })).toMatchObject({
        status: 503,
        body: { code: 'database_read_only' },
      });
    });

  if (kind === 'sqlite')
    test('attack: slow bodies', async () => {
      const api = await testApi(await open(), { bodyTimeout: 50 });
      const server = createServer(getRequestListener(api.app.fetch));
      servers.push(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      const head = ['POST /connectors HTTP/1.1', 'host: x', `authorization: Bearer ${api.token}`];
      socket.write([...head, 'content-type: application/json', 'content-length: 100', '', '{'].join('\r\n'));
      const [answer] = await once(socket.setEncoding('utf8'), 'data');
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      socket.destroy();
    });
});
