import { describe, expect, it } from 'vitest';
import { MemoryCaches } from './caches.ts';
import { failureOf } from './testing/egress.ts';

class Pool {
  closed = 0;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  close(): void {
    this.closed += 1;
  }
}

const poolIn = (caches: MemoryCaches) => (name: string) => caches.lease('pool', [name], () => new Pool(name));

function failing(): never {
  throw new Error('no');
}

describe('MemoryCaches', () => {
  it('gives the same value for the same trust, and another one for any other trust or kind', () => {
    const caches = new MemoryCaches();
    const trust = ['https://idp.test', { ca: 'a', proxy: undefined }];
    const { value } = caches.lease('keys', trust, () => ({}));
    expect(caches.lease('keys', ['https://idp.test', { proxy: undefined, ca: 'a' }], () => ({})).value).toBe(value);
    expect(caches.lease('keys', ['https://idp.test', { ca: 'b', proxy: undefined }], () => ({})).value).not.toBe(value);
    expect(caches.lease('keys', ['https://idp.test', { ca: 'a', proxy: null }], () => ({})).value).not.toBe(value);
    expect(caches.lease('discovery', trust, () => ({})).value).not.toBe(value);
  });

  it('knows a frozen list again as what it says, by its own kind and in other caches, too', () => {
    const [caches, others] = [new MemoryCaches(), new MemoryCaches()];
    const trust = Object.freeze(['https://idp.test', 'policy']);
    const value = (of: MemoryCaches, kind: string, list: readonly string[]) => of.lease(kind, list, () => ({})).value;
    const kept = value(caches, 'keys', trust);
    expect(value(caches, 'keys', trust)).toBe(kept);
    expect(value(caches, 'keys', ['https://idp.test', 'policy'])).toBe(kept);
    expect(value(caches, 'keys', Object.freeze(['https://idp.test', 'other policy']))).not.toBe(kept);
    expect(value(caches, 'discovery', trust)).not.toBe(kept);
    expect(value(others, 'keys', trust)).not.toBe(kept);
  });

  it('attack: cache poisoning, by changing the list after a lease: what can change is read again at every lease', () => {
    const caches = new MemoryCaches();
    const open = ['https://idp.test'];
    const nested = { url: 'https://idp.test' };
    const frozen = Object.freeze([nested]);
    const value = (list: readonly unknown[]) => caches.lease('keys', list, () => ({})).value;
    const [first, second] = [value(open), value(frozen)];
    open[0] = 'https://other.test';
    nested.url = 'https://other.test';
    expect([value(open) === first, value(frozen) === second]).toEqual([false, false]);
  });

  it('does not keep what could not be created', () => {
    const caches = new MemoryCaches();
    expect(() => caches.lease('keys', [1], failing)).toThrow('no');
    expect(caches.lease('keys', [1], () => ({ a: 1 })).value).toEqual({ a: 1 });
  });

  it('refuses trust that is not plain JSON', async () => {
    const caches = new MemoryCaches();
    expect((await failureOf(() => caches.lease('keys', [() => 1], () => ({})))).code).toBe('general');
  });

  it('drops the value that was leased longest ago, when its kind is full', () => {
    const caches = new MemoryCaches({ pool: 2 });
    const lease = poolIn(caches);
    const [a, b] = [lease('a'), lease('b')];
    for (const { release } of [a, b]) release();
    lease('a').release();
    lease('c').release();
    expect([a.value.closed, b.value.closed]).toEqual([0, 1]);
    expect(lease('a').value).toBe(a.value);
    expect(lease('b').value).not.toBe(b.value);
  });

  it('keeps 1 000 values of a kind that has no limit of its own', () => {
    const caches = new MemoryCaches({ other: 1 });
    const lease = poolIn(caches);
    const first = lease('first');
    first.release();
    for (let index = 1; index < 1_000; index += 1) lease(`${index}`).release();
    expect(first.value.closed).toBe(0);
    lease('one more').release();
    expect(first.value.closed).toBe(1);
  });

  it('closes an evicted value after its last lease, once, also when a lease is returned twice', () => {
    const caches = new MemoryCaches({ pool: 1 });
    const lease = poolIn(caches);
    const [one, two] = [lease('a'), lease('a')];
    lease('b');
    expect(one.value.closed).toBe(0);
    one.release();
    one.release();
    expect(one.value.closed).toBe(0);
    two.release();
    two.release();
    expect(one.value.closed).toBe(1);
  });

  it('closes everything with itself, leased and evicted values too, once; a failing close stops nothing', async () => {
    const caches = new MemoryCaches({ pool: 1 });
    const lease = poolIn(caches);
    const evicted = lease('a');
    const kept = lease('b');
    caches.lease('failing', [], () => ({ close: () => Promise.reject(new Error('no')) }));
    await caches.close();
    await caches.close();
    for (const { release } of [evicted, kept]) release();
    expect([evicted.value.closed, kept.value.closed]).toEqual([1, 1]);
    const error = await failureOf(() => lease('c'));
    expect([error.code, error.hint]).toEqual(['general', expect.stringContaining('closed')]);
  });
});
