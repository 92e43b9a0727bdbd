import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { changedFields } from './changed-fields.ts';
import { secretPlaceholder } from './connectors.ts';
import { maskSecrets } from './mask-secrets.ts';
import { parseWithSecrets } from './parse-with-secrets.ts';
import { configJsonSchema } from '@jackfield/connector-kit/schema';

const secret = () => z.string().min(1).meta({ secret: true });

const guard = z.strictObject({
  host: z.string().optional(),
  endpoint: z.string().optional(),
  note: z.string().default('none'),
  auth: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('login'), user: z.string(), secret: secret() }),
      z.strictObject({ kind: z.literal('token'), secret: secret() }),
      z.strictObject({ kind: z.literal('key'), key: secret(), passphrase: secret().optional() }),
    ])
    .optional(),
  keys: z.array(z.strictObject({ id: z.string(), key: secret() })).optional(),
  words: z.array(secret()).optional(),
  named: z.record(z.string(), secret()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

const login = { kind: 'login', user: 'ada', secret: 'login-secret' };

const codeOf = (given: unknown, stored: unknown): unknown => {
  try {
    return parseWithSecrets(guard, given, stored);
  } catch (error) {
    return error instanceof Error && 'issues' in error ? error.issues : error;
  }
};

describe('masking', () => {
  it('hides every secret, and what the schema does not know, and says what is set', () => {
    const config = {
      host: 'a.example',
      auth: login,
      keys: [{ id: '1', key: 'k1' }],
      words: ['w1', 'w2'],
      named: { a: 'n1' },
      headers: { 'x-a': 'shown' },
      secrte: 'typo',
    };
    const masked = maskSecrets(configJsonSchema(guard), config);
    expect(masked).toEqual({
      config: {
        ...config,
        auth: { ...login, secret: secretPlaceholder },
        keys: [{ id: '1', key: secretPlaceholder }],
        words: [secretPlaceholder, secretPlaceholder],
        named: { a: secretPlaceholder },
        secrte: secretPlaceholder,
      },
      secretsSet: ['auth.secret', 'keys.0.key', 'words.0', 'words.1', 'named.a', 'secrte'],
    });
  });

  it('shows a secret that is empty as empty', () => {
    expect(maskSecrets(configJsonSchema(guard), { named: { a: '' } })).toEqual({
      config: { named: { a: '' } },
      secretsSet: [],
    });
  });
});

describe('placeholders', () => {
  it('keep what is stored at the same place', () => {
    const stored = { host: 'a.example', note: 'x', auth: login, named: { a: 'n1', b: 'n2' } };
    const { config } = maskSecrets(configJsonSchema(guard), stored);
    expect(parseWithSecrets(guard, config, stored)).toEqual(stored);
    expect(parseWithSecrets(guard, { ...config, note: 'y', named: { b: secretPlaceholder } }, stored)).toEqual({
      ...stored,
      note: 'y',
      named: { b: 'n2' },
    });
  });

  it('are refused where nothing is stored, or nothing is secret', () => {
    const stored = { auth: { kind: 'key', key: 'k' } };
    const auth = { kind: 'key', key: secretPlaceholder, passphrase: secretPlaceholder };
    expect(codeOf({ note: secretPlaceholder, auth }, stored)).toMatchObject([
      { path: 'note' },
      { path: 'auth.passphrase' },
    ]);
    expect(codeOf({ auth }, undefined)).toMatchObject([{ path: 'auth.key' }, { path: 'auth.passphrase' }]);
  });

  it('attack: a secret kept while its kind changes', () => {
    const auth = { kind: 'token', secret: secretPlaceholder };
    expect(codeOf({ auth }, { auth: login })).toMatchObject([{ path: 'auth.secret' }]);
  });

  it.each([
    ['a host', { host: 'a.example', auth: login }, { host: 'evil.test' }],
    ['a URL', { endpoint: 'https://a.example/token', auth: login }, { endpoint: 'https://evil.test/token' }],
    ['a port of a URL', { endpoint: 'https://a.example', auth: login }, { endpoint: 'https://a.example:8443' }],
    ['a URL left out', { endpoint: 'https://a.example', auth: login }, {}],
    ['a URL in an unexpected place', { auth: login }, { note: 'https://evil.test/' }],
  ])('attack: a stored secret sent to another server by changing %s', (_what, stored, given) => {
    const kept = { ...given, auth: { ...login, secret: secretPlaceholder } };
    expect(codeOf(kept, stored)).toMatchObject([
      { path: 'auth.secret', problem: expect.stringContaining('another address') },
    ]);
    expect(codeOf({ ...given, auth: login }, stored)).toMatchObject({ auth: login });
  });

  it('stay where only the path of an address changes', () => {
    const stored = { endpoint: 'https://a.example/one', auth: login };
    const given = { endpoint: 'https://a.example/two', auth: { ...login, secret: secretPlaceholder } };
    expect(codeOf(given, stored)).toMatchObject({ endpoint: 'https://a.example/two', auth: login });
  });

  it('attack: secrets of a list changing places', () => {
    const stored = {
      keys: [
        { id: '1', key: 'k1' },
        { id: '2', key: 'k2' },
      ],
      words: ['w1', 'w2'],
    };
    const element = (id: string) => ({ id, key: secretPlaceholder });
    expect(codeOf({ keys: [element('2')] }, stored)).toMatchObject({ keys: [{ id: '2', key: 'k2' }] });
    expect(codeOf({ keys: [element('2'), element('1')] }, stored)).toMatchObject({
      keys: [{ key: 'k2' }, { key: 'k1' }],
    });
    expect(codeOf({ keys: [element('3')] }, stored)).toMatchObject([{ path: 'keys.0.key' }]);
    expect(codeOf({ words: [secretPlaceholder] }, stored)).toMatchObject([{ path: 'words.0' }]);
    expect(codeOf({ words: ['new', secretPlaceholder] }, stored)).toMatchObject({ words: ['new', 'w2'] });
  });

  it('attack: __proto__ keys', () => {
    const given: unknown = JSON.parse(
      '{"headers":{"__proto__":"x","constructor":"y"},"__proto__":{"note":"polluted"}}',
    );
    expect(codeOf(given, undefined)).toMatchObject([
      expect.objectContaining({ problem: expect.stringContaining('not') }),
    ]);
    const named: unknown = JSON.parse(`{"named":{"__proto__":"${secretPlaceholder}"}}`);
    expect(codeOf(named, { named: {} })).toMatchObject([{ problem: expect.stringContaining('none is stored') }]);
    expect(Object.prototype).not.toHaveProperty('note');
  });

  it('takes plain data only: what is stored is what was validated', () => {
    let reads = 0;
    const given = {
      get note() {
        return (reads += 1) > 1 ? 'https://evil.test' : 'fine';
      },
    };
    expect(codeOf(given, undefined)).toEqual({ note: 'fine' });
    const loop: Record<string, unknown> = {};
    loop.note = loop;
    expect(codeOf(loop, undefined)).toMatchObject([{ path: '' }]);
  });
});

describe('changed fields', () => {
  it('are told by declared names, never by free keys or values', () => {
    const before = {
      note: 'a',
      auth: login,
      headers: { 'x-canary': '1' },
      named: { canary: 'n' },
      keys: [{ id: '1', key: 'k' }],
    };
    const after = { note: 'a', auth: { ...login, secret: 'other' }, headers: { 'x-canary': '2' }, named: {}, keys: [] };
    expect(changedFields(guard, before, after)).toEqual(['auth.secret', 'headers', 'named', 'keys']);
    expect(changedFields(guard, { canary: 'x' }, { note: 'b' })).toEqual(['*', 'note']);
    expect(changedFields(guard, undefined, { auth: login })).toEqual(['auth.kind', 'auth.user', 'auth.secret']);
    expect(changedFields(guard, after, after)).toEqual([]);
  });
});
