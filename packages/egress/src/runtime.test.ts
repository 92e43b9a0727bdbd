import { describe, expect, it, onTestFinished } from 'vitest';
import { createEgress } from './egress.ts';
import { createRuntime, defaultRuntime, type RuntimeOptions } from './index.ts';
import { failureOf, testEgress } from './testing/egress.ts';
import { startHttp } from './testing/servers.ts';

/** Another instance of the module; not a literal, since the compiler would look for the file. */
const copyOfDefaultRuntime: string = './default-runtime.ts?copy';

describe('createRuntime', () => {
  it('makes everything by default', async () => {
    const runtime = createRuntime();
    onTestFinished(() => runtime.close());
    expect(Math.abs(runtime.clock.now() - Date.now())).toBeLessThan(1_000);
    expect(runtime.random.bytes(32)).toHaveLength(32);
    expect(runtime.random.bytes(32)).not.toEqual(runtime.random.bytes(32));
    expect((await failureOf(runtime.egress.request({ url: 'https://localhost/' }))).code).toBe('egress_refused');
    expect(runtime.caches.lease('a', [], () => ({ b: 1 })).value).toEqual({ b: 1 });
  });

  it('takes what it is given', async () => {
    const { port } = await startHttp((_request, response) => response.end());
    const clock = { now: () => 1 };
    const random = { bytes: (length: number) => new Uint8Array(length) };
    const runtime = createRuntime({
      egress: { privateHosts: ['127.0.0.1'] },
      clock,
      random,
      caches: { limits: { a: 1 } },
    });
    onTestFinished(() => runtime.close());
    expect([runtime.clock, runtime.random]).toEqual([clock, random]);
    expect((await runtime.egress.request({ url: `http://127.0.0.1:${port}/` })).status).toBe(200);
    const first = runtime.caches.lease('a', [1], () => ({}));
    runtime.caches.lease('a', [2], () => ({}));
    expect(runtime.caches.lease('a', [1], () => ({})).value).not.toBe(first.value);
  });

  it('closes what it made: connections and caches; later calls say so', async () => {
    const { port } = await startHttp(() => {});
    const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'] } });
    let closed = 0;
    runtime.caches.lease('pool', [], () => ({ close: () => (closed += 1) }));
    const running = failureOf(runtime.egress.request({ url: `http://127.0.0.1:${port}/` }));
    await runtime.close();
    expect([(await running).code, closed]).toEqual(['general', 1]);
    for (const call of [
      () => runtime.egress.request({ url: 'https://a.example.com' }),
      () => runtime.caches.lease('a', [], () => ({})),
    ]) {
      const error = await failureOf(async () => call());
      expect([error.code, error.hint]).toEqual(['general', expect.stringContaining('closed')]);
    }
  });

  it('leaves a policy that it was given open', async () => {
    const egress = testEgress({ lookup: async () => [{ address: '8.8.8.8' }] });
    const runtime = createRuntime({ egress });
    expect(runtime.egress).toBe(egress);
    await runtime.close();
    expect(await egress.resolve('a.example.com', 1)).toHaveLength(1);
  });

  it.each([{ caches: { limits: { a: 0 } } }, { caches: { limits: { a: 1.5 } } }, { egress: { timeout: 0 } }])(
    'refuses %j',
    async (options) => {
      expect((await failureOf(() => createRuntime(options as RuntimeOptions))).code).toBe('invalid_config');
    },
  );
});

describe('defaultRuntime', () => {
  it('is one per process, and another one after it was closed', async () => {
    const runtime = defaultRuntime();
    expect(defaultRuntime()).toBe(runtime);
    await runtime.close();
    const next = defaultRuntime();
    onTestFinished(() => next.close());
    expect(next).not.toBe(runtime);
    await runtime.close();
    expect(defaultRuntime()).toBe(next);
  });

  it('is shared by several copies of this package', async () => {
    const copy: typeof import('./default-runtime.ts') = await import(copyOfDefaultRuntime);
    expect(copy.defaultRuntime).not.toBe(defaultRuntime);
    const runtime = copy.defaultRuntime();
    onTestFinished(() => runtime.close());
    expect(defaultRuntime()).toBe(runtime);
  });

  it('has the strict policy', () => {
    const runtime = defaultRuntime();
    onTestFinished(() => runtime.close());
    const strict = createEgress();
    onTestFinished(() => strict.close());
    expect([runtime.egress.fingerprint, runtime.egress.viaProxy]).toEqual([strict.fingerprint, false]);
  });
});
