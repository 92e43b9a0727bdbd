import type { Runtime } from '@jackfield/connector-kit';
import { createRuntime } from '@jackfield/egress';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Provider, startProvider } from '../provider/provider.ts';
import { signInEverywhere } from './sign-ins.ts';

const limit = 10;
const issuers = Array.from({ length: limit + 5 }, (_, index) => `tenant${index}`);

let provider: Provider;
let runtime: Runtime;

beforeAll(async () => {
  provider = await startProvider();
  runtime = createRuntime({
    egress: { ca: provider.world.ca, privateHosts: ['127.0.0.1', 'localhost'] },
    caches: { limits: { discovery: limit, keys: limit } },
  });
});
afterAll(async () => {
  await runtime.close();
  await provider.close();
});

/** Signs in once with each and says which documents were fetched. */
async function fetchedFor(names: readonly string[]): Promise<string[]> {
  provider.resetCounts();
  await signInEverywhere(provider.world, runtime, names, 1);
  return Object.keys(provider.counts.calls).filter((path) => !path.endsWith('/token'));
}

const documentsOf = (names: readonly string[]): string[] =>
  names.flatMap((name) => [`/openid/${name}/.well-known/openid-configuration`, `/openid/${name}/keys`]);

it('keeps as many discovery documents and key sets as the limits say: those used last', async () => {
  expect((await fetchedFor(issuers)).toSorted()).toEqual(documentsOf(issuers).toSorted());
  expect(await fetchedFor(issuers.slice(-limit))).toEqual([]);
  expect((await fetchedFor(issuers.slice(0, 5))).toSorted()).toEqual(documentsOf(issuers.slice(0, 5)).toSorted());
});
