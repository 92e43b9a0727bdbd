import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import { ConnectorError } from '@jackfield/connector-kit';
import { createRuntime } from '@jackfield/egress';
import { context, propagation, SpanKind, SpanStatusCode, trace, type TextMapPropagator } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { HostError } from '../host-error.ts';
import { type ObservedRuntime, observeRuntime } from './observe-runtime.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';

const canary = 'CANARY-e01c';
const traceId = '0af7651916cd43dd8448eb211c80319c';

let spans: InMemorySpanExporter;
let telemetry: Telemetry;
let collect: () => Promise<{ name: string; unit: string; points: { attributes: object; value: unknown }[] }[]>;
const cleanUp: (() => unknown)[] = [];

beforeEach(() => {
  spans = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  telemetry = createTelemetry({ tracerProvider, meterProvider });
  collect = async () => {
    await reader.forceFlush();
    const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
    return scopes.flatMap((scope) =>
      scope.metrics.map(({ descriptor: { name, unit }, dataPoints }) => ({ name, unit, points: dataPoints })),
    );
  };
  cleanUp.push(async () => {
    context.disable();
    propagation.disable();
    await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
  });
});
afterEach(async () => {
  for (const one of cleanUp.splice(0).toReversed()) await one();
});

/** What was measured, without the times. */
const points = async (name: string) => {
  const metric = (await collect()).find((one) => one.name === name);
  return metric?.points.map(({ attributes, value }) => [
    attributes,
    typeof value === 'object' && value !== null && 'count' in value ? value.count : value,
  ]);
};
const failures = new Set<number>([SpanStatusCode.ERROR]);
const finished = () =>
  spans.getFinishedSpans().map(({ name, kind, attributes, status }) => ({
    name,
    kind,
    attributes,
    failed: failures.has(status.code),
  }));
const everything = async () =>
  JSON.stringify([finished(), spans.getFinishedSpans().map((one) => [one.events, one.status]), await collect()]);

/** A provider on this machine, and an observed runtime that may reach it. */
const provider = async (answer: RequestListener): Promise<{ url: string; port: number; runtime: ObservedRuntime }> => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const runtime = observeRuntime(createRuntime({ egress: { privateHosts: [`127.0.0.1:${port}`] } }), telemetry);
  cleanUp.push(
    () => server.close(),
    () => server.closeAllConnections(),
    () => runtime.close(),
  );
  return { url: `http://127.0.0.1:${port}`, port, runtime };
};

test('spans lie within each other, and note failures by their code alone', async () => {
  const failing = telemetry.withSpan('outer', { purpose: `code=${canary}` }, () =>
    telemetry.withSpan('inner', {}, async () => {
      throw new HostError('connector_broken', { hint: canary, cause: new Error(canary) });
    }),
  );
  await expect(failing).rejects.toMatchObject({ code: 'connector_broken' });
  const [inner, outer] = spans.getFinishedSpans();
  expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  expect(finished()).toEqual([
    { name: 'inner', kind: SpanKind.INTERNAL, attributes: { 'error.type': 'connector_broken' }, failed: true },
    {
      name: 'outer',
      kind: SpanKind.INTERNAL,
      attributes: { purpose: 'code=[redacted]', 'error.type': 'connector_broken' },
      failed: true,
    },
  ]);
  expect(await everything()).not.toContain(canary);
});

test('steps of flows are counted and measured', async () => {
  expect(await telemetry.step('sign-in.start', 'github', async () => 7)).toBe(7);
  await telemetry.step('sign-in.start', 'github', async () => 8);
  const refused = telemetry.step('code.verify', undefined, async () => {
    throw new ConnectorError('rate_limit_exceeded');
  });
  await expect(refused).rejects.toThrow();
  await expect(telemetry.step('code.send', undefined, () => Promise.reject(new TypeError(canary)))).rejects.toThrow();
  const expected = [
    [{ 'jackfield.flow.step': 'sign-in.start', 'jackfield.connector.id': 'github' }, 2],
    [{ 'jackfield.flow.step': 'code.verify', 'error.type': 'rate_limit_exceeded' }, 1],
    [{ 'jackfield.flow.step': 'code.send', 'error.type': 'TypeError' }, 1],
  ];
  expect(await points('jackfield.flow.steps')).toEqual(expected);
  expect(await points('jackfield.flow.step.duration')).toEqual(expected);
  expect(finished().map(({ name, failed }) => [name, failed])).toEqual([
    ['jackfield.sign-in.start', false],
    ['jackfield.sign-in.start', false],
    ['jackfield.code.verify', true],
    ['jackfield.code.send', true],
  ]);
  expect(await everything()).not.toContain(canary);
});

test('requests of the API continue the trace of their caller, without path and query', async () => {
  const propagator: TextMapPropagator = {
    inject: () => {},
    fields: () => ['traceparent'],
    extract(into, carrier, getter) {
      const [, id = '', spanId = ''] = String(getter.get(carrier, 'traceparent')).split('-');
      return trace.setSpanContext(into, { traceId: id, spanId, traceFlags: 1, isRemote: true });
    },
  };
  propagation.setGlobalPropagator(propagator);
  const request = (method = 'GET') =>
    new Request(`https://host.example/api/things/${canary}?token=${canary}`, {
      method,
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
  const route = () => '/api/things/:id';
  await telemetry.answer(request(), async () => new Response('done'), route);
  await telemetry.answer(request('BREW'), async () => new Response(null, { status: 404 }));
  await telemetry.answer(request('PUT'), async () => new Response(null, { status: 503 }), route);
  await expect(telemetry.answer(request(), () => Promise.reject(new Error(canary)), route)).rejects.toThrow();
  const shared = { 'http.request.method': 'GET', 'url.scheme': 'https', 'http.route': '/api/things/:id' };
  expect(await points('http.server.request.duration')).toEqual([
    [{ ...shared, 'http.response.status_code': 200 }, 1],
    [{ 'http.request.method': '_OTHER', 'url.scheme': 'https', 'http.response.status_code': 404 }, 1],
    [{ ...shared, 'http.request.method': 'PUT', 'http.response.status_code': 503, 'error.type': '503' }, 1],
    [{ ...shared, 'http.response.status_code': 500, 'error.type': 'Error' }, 1],
  ]);
  expect(finished().map(({ name, kind, failed }) => [name, kind, failed])).toEqual([
    ['GET /api/things/:id', SpanKind.SERVER, false],
    ['_OTHER', SpanKind.SERVER, false],
    ['PUT /api/things/:id', SpanKind.SERVER, true],
    ['GET /api/things/:id', SpanKind.SERVER, true],
  ]);
  expect(spans.getFinishedSpans().every((span) => span.spanContext().traceId === traceId)).toBe(true);
  expect(await everything()).not.toContain(canary);
});

test('every provider call is a span and a measurement, and shows no more than method, host and status', async () => {
  const { url, port, runtime } = await provider((request, response) => {
    response.statusCode = request.method === 'POST' ? 401 : 200;
    response.setHeader('content-type', 'application/json').end(`{"access_token":"${canary}"}`);
  });
  const headers = { authorization: `Bearer ${canary}` };
  const { egress } = runtime;
  expect((await egress.request({ url: `${url}/${canary}?code=${canary}`, headers })).status).toBe(200);
  expect((await egress.json({ url: new URL(url) }, z.object({ access_token: z.string() }))).data.access_token).toBe(
    canary,
  );
  await egress.request({ url, method: 'POST', body: canary, headers });
  await expect(egress.json({ url }, z.object({ missing: z.string() }))).rejects.toMatchObject({
    code: 'invalid_response',
  });
  await expect(egress.request({ url: 'http://10.1.2.3/' })).rejects.toMatchObject({ code: 'egress_refused' });
  await expect(egress.request({ url: canary })).rejects.toMatchObject({ code: 'egress_refused' });
  const own = { 'http.request.method': 'GET', 'server.address': '127.0.0.1', 'server.port': port };
  expect(await points('http.client.request.duration')).toEqual([
    [{ ...own, 'http.response.status_code': 200 }, 2],
    [{ ...own, 'http.request.method': 'POST', 'http.response.status_code': 401, 'error.type': '401' }, 1],
    [expect.objectContaining({ ...own, 'error.type': 'invalid_response' }), 1],
    [
      { 'http.request.method': 'GET', 'server.address': '10.1.2.3', 'server.port': 80, 'error.type': 'egress_refused' },
      1,
    ],
    [{ 'http.request.method': 'GET', 'error.type': 'egress_refused' }, 1],
  ]);
  expect(finished().map(({ name, kind, failed }) => [name, kind, failed])).toEqual([
    ...[1, 2].map(() => ['GET', SpanKind.CLIENT, false]),
    ['POST', SpanKind.CLIENT, true],
    ...[1, 2, 3].map(() => ['GET', SpanKind.CLIENT, true]),
  ]);
  expect((await collect()).find(({ name }) => name === 'http.client.request.duration')?.unit).toBe('s');
  expect(await everything()).not.toContain(canary);
});

test('requests of other HTTP clients over the agents are observed too, each once', async () => {
  const { url, port, runtime } = await provider((request, response) => {
    if (request.url?.startsWith('/cut')) request.socket.destroy();
    else response.end('done');
  });
  const agent = runtime.egress.loopbackAgent;
  const send = (path: string) =>
    new Promise<void>((resolve) => {
      const request = httpRequest(`${url}${path}?code=${canary}`, { agent }, (response) =>
        response.resume().on('end', resolve),
      );
      request.on('error', () => resolve()).end();
    });
  await send('/fine');
  await send('/cut');
  // Through the runtime itself, which uses the same agent.
  await runtime.egress.request({ url });
  // Over another agent.
  await new Promise<void>((resolve) => httpRequest(url, (response) => response.resume().on('end', resolve)).end());
  await vi.waitFor(() => expect(spans.getFinishedSpans()).toHaveLength(3));
  const own = { 'http.request.method': 'GET', 'server.address': '127.0.0.1', 'server.port': port };
  expect(await points('http.client.request.duration')).toEqual([
    [{ ...own, 'http.response.status_code': 200 }, 2],
    [{ ...own, 'error.type': 'Error' }, 1],
  ]);
  expect(await everything()).not.toContain(canary);
});

test('after the runtime is closed nothing is observed', async () => {
  const { url, runtime } = await provider((_request, response) => response.end());
  const agent = runtime.egress.loopbackAgent;
  await runtime.close();
  await new Promise<void>((resolve) =>
    httpRequest(url, { agent }, (response) => response.resume().on('end', resolve))
      .on('error', () => resolve())
      .end(),
  );
  expect(finished()).toEqual([]);
});

test('observing ends without closing the runtime', async () => {
  const { url, runtime } = await provider((_request, response) => response.end());
  runtime.stopObserving();
  const agent = runtime.egress.loopbackAgent;
  const status = await new Promise((resolve) =>
    httpRequest(url, { agent }, (response) => response.resume().on('end', () => resolve(response.statusCode))).end(),
  );
  expect(status).toBe(200);
  expect(finished()).toEqual([]);
});

test('look-ups of mail hosts are observed', async () => {
  const { runtime, port } = await provider(() => {});
  expect(await runtime.egress.resolve('127.0.0.1', port)).toEqual([{ address: '127.0.0.1', family: 4 }]);
  await expect(runtime.egress.resolve('10.1.2.3', 25)).rejects.toMatchObject({ code: 'egress_refused' });
  expect(await points('dns.lookup.duration')).toEqual([
    [{ 'dns.question.name': '127.0.0.1' }, 1],
    [{ 'dns.question.name': '10.1.2.3', 'error.type': 'egress_refused' }, 1],
  ]);
});

test('an observed runtime is otherwise the same', async () => {
  const plain = createRuntime();
  const observed = observeRuntime(plain, telemetry);
  cleanUp.push(() => observed.close());
  const { clock, random, caches } = observed;
  expect([clock, random, caches]).toEqual([plain.clock, plain.random, plain.caches]);
  expect(observed.egress.fingerprint).toBe(plain.egress.fingerprint);
  expect(observed.egress.agent).toBe(plain.egress.agent);
  expect(observed.egress.viaProxy).toBe(false);
});

test('without providers everything works, and nothing is kept', async () => {
  const silent = createTelemetry();
  expect(await silent.step('code.send', undefined, async () => 1)).toBe(1);
  expect(await silent.withSpan('name', {}, async () => 2)).toBe(2);
  expect((await silent.answer(new Request('http://x/'), async () => new Response('three'))).status).toBe(200);
});
