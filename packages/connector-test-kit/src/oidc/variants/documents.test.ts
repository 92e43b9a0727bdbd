import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedProvider, startScriptedProvider } from '../scripted/provider.ts';
import { discoveryVariants } from './discovery.ts';
import type { VariantName } from './index.ts';

let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider({ algorithm: 'ES256' });
});

afterEach(() => provider.reset());
afterAll(() => provider.close());

async function documentAt(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(provider.issuer + path)).json()) as Record<string, unknown>;
}

const discoveryPath = '/.well-known/openid-configuration';

describe('discovery and key set variants', () => {
  it.each(Object.keys(discoveryVariants) as (keyof typeof discoveryVariants)[])(
    '%s changes one member, and nothing else',
    async (name) => {
      const path = name.startsWith('jwks/') ? '/jwks' : discoveryPath;
      const honest = await documentAt(path);
      provider.use(name);
      const changed = await documentAt(path);
      const members = new Set([...Object.keys(honest), ...Object.keys(changed)]);
      const different = [...members].filter((key) => JSON.stringify(honest[key]) !== JSON.stringify(changed[key]));
      expect(different).toHaveLength(1);
    },
  );

  it.each([
    ['discovery/issuer-slash', 'issuer', () => `${provider.issuer}/`],
    ['discovery/issuer-case', 'issuer', () => provider.issuer.replace('http', 'HTTP')],
    ['discovery/issuer-other', 'issuer', () => provider.trap.origin],
    ['discovery/issuer-missing', 'issuer', () => undefined],
    ['discovery/jwks-uri-missing', 'jwks_uri', () => undefined],
    ['discovery/jwks-uri-other-origin', 'jwks_uri', () => `${provider.trap.origin}/jwks`],
    ['discovery/token-endpoint-missing', 'token_endpoint', () => undefined],
    ['discovery/pkce-not-advertised', 'code_challenge_methods_supported', () => undefined],
    ['discovery/pkce-plain-only', 'code_challenge_methods_supported', () => ['plain']],
  ] as [VariantName, string, () => unknown][])('%s', async (name, member, value) => {
    provider.use(name);
    expect((await documentAt(discoveryPath))[member]).toEqual(value());
  });

  it('discovery/issuer-port keeps everything but the port', async () => {
    provider.use('discovery/issuer-port');
    expect((await documentAt(discoveryPath)).issuer).toBe('http://127.0.0.1:9');
  });
});

describe.each([
  ['discovery', discoveryPath],
  ['jwks', '/jwks'],
] as const)('caching variants: %s', (endpoint, path) => {
  it.each([
    ['max-age', 'public, max-age=60'],
    ['max-age-zero', 'max-age=0'],
    ['max-age-huge', 'max-age=3153600000'],
    ['max-age-odd', 'max-age=soon'],
    ['no-store', 'no-store'],
    ['no-cache', 'no-cache'],
  ] as const)(`${endpoint}/cache-%s`, async (name, cacheControl) => {
    provider.use(`${endpoint}/cache-${name}`);
    const answer = await fetch(provider.issuer + path);
    expect(answer.headers.get('cache-control')).toBe(cacheControl);
  });

  it(`${endpoint}/cache-etag answers 304 to its own tag alone`, async () => {
    provider.use(`${endpoint}/cache-etag`);
    const first = await fetch(provider.issuer + path);
    const ask = (tag: string) => fetch(provider.issuer + path, { headers: { 'if-none-match': tag } });
    const again = await ask(first.headers.get('etag') ?? '');
    expect([first.status, again.status, await again.text()]).toEqual([200, 304, '']);
    expect((await ask('"another"')).status).toBe(200);
  });
});
