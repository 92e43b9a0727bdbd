import { describe, expect, it } from 'vitest';
import { createEgress } from './egress.ts';
import { type EgressOptions, parseEgressOptions } from './options.ts';
import { createAuthority } from './testing/certificates.ts';
import { failureOf, testEgress } from './testing/egress.ts';

const fingerprint = (options?: EgressOptions) => testEgress(options).fingerprint;
const lookup = async () => [{ address: '127.0.0.1' }];

describe('egress options', () => {
  it('have safe defaults', () => {
    expect(parseEgressOptions()).toEqual({
      privateHosts: [],
      ca: [],
      proxy: undefined,
      timeout: 5_000,
      maxBytes: 1_048_576,
      ports: undefined,
      maxSockets: 64,
      lookup: undefined,
    });
    expect(parseEgressOptions({ proxy: null }).proxy).toBeUndefined();
  });

  it('names every wrong option at once, and no value', async () => {
    const options = {
      privateHosts: ['*.canary.test'],
      ca: 'canary',
      proxy: 'socks5://canary:canary@proxy.test',
      timeout: 0,
      maxBytes: 1.5,
      ports: [0],
      maxSockets: '5',
      allowAll: true,
    };
    const error = await failureOf(() => createEgress(options as unknown as EgressOptions));
    expect(error.code).toBe('invalid_config');
    expect(error.issues?.map(({ path }) => path)).toEqual([
      'privateHosts[0]',
      'ca',
      'proxy',
      'timeout',
      'maxBytes',
      'ports[0]',
      'maxSockets',
      'allowAll',
    ]);
    expect(JSON.stringify([error, error.hint])).not.toContain('canary');
  });

  it('refuses a resolver that is no function', async () => {
    const error = await failureOf(() => createEgress({ lookup: 'dns' } as unknown as EgressOptions));
    expect([error.code, error.hint]).toEqual(['invalid_config', expect.stringContaining('lookup')]);
  });

  it.each([
    'http://proxy.test:3128/path',
    'http:proxy.test',
    'proxy.test:3128',
    'http://a:%ff@proxy.test',
    'http://a:%0d%0a@proxy.test',
  ])('refuses the proxy %s', async (proxy) => {
    expect((await failureOf(() => parseEgressOptions({ proxy }))).code).toBe('invalid_config');
  });

  it.each(['22.20.0', '23.11.0', '24.4.1', '20.19.0'])(
    'attack: Node %s would ignore the proxy and go direct',
    async (version) => {
      const error = await failureOf(() => parseEgressOptions({ proxy: 'http://proxy.test' }, version));
      expect([error.code, error.hint]).toEqual(['invalid_config', expect.stringContaining('proxy')]);
      expect(parseEgressOptions({}, version).proxy).toBeUndefined();
    },
  );

  it.each(['22.21.0', '24.5.0', '25.0.0', '26.1.0'])('takes a proxy on Node %s', (version) => {
    expect(parseEgressOptions({ proxy: 'http://proxy.test' }, version).proxy).toBe('http://proxy.test');
  });

  it('refuses a broken certificate among good ones', async () => {
    const { ca } = await createAuthority();
    expect(parseEgressOptions({ ca }).ca).toEqual([ca]);
    expect(parseEgressOptions({ ca: [ca, ca] }).ca).toEqual([ca, ca]);
    const broken = ca.replace(/\n[^\n]+\n/, '\nAAAA\n');
    expect((await failureOf(() => parseEgressOptions({ ca: `${ca}\n${broken}` }))).code).toBe('invalid_config');
    expect(parseEgressOptions({ ca: [] }).ca).toEqual([]);
  });
});

describe('fingerprint', () => {
  it('is the same for policies that trust the same', () => {
    const options = { privateHosts: ['a.test', 'b.test'], timeout: 1 };
    expect(fingerprint(options)).toBe(fingerprint({ privateHosts: ['b.test', 'a.test'], timeout: 2, maxBytes: 9 }));
    expect(fingerprint()).toBe(fingerprint({ proxy: null }));
  });

  it('attack: changes with everything that affects trust, so that no policy reaches what another one cached', async () => {
    const [one, other] = [await createAuthority(), await createAuthority()];
    const policies: EgressOptions[] = [
      {},
      { privateHosts: ['a.test'] },
      { privateHosts: ['a.test:1'] },
      { privateHosts: ['a.test', 'b.test'] },
      { ca: one.ca },
      { ca: other.ca },
      { ca: [one.ca, other.ca] },
      { proxy: 'http://proxy.test' },
      { proxy: 'http://u:p@proxy.test' },
      { proxy: 'http://u:q@proxy.test' },
      { ports: [443] },
      { ports: [] },
      { lookup },
      { lookup: async () => [] },
    ];
    expect(new Set(policies.map(fingerprint)).size).toBe(policies.length);
    expect(fingerprint({ lookup })).toBe(fingerprint({ lookup }));
    expect(fingerprint({ proxy: 'http://u:canary@proxy.test' })).not.toContain('canary');
  });
});
