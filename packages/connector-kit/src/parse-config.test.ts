import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as oldestZod from 'zod-oldest';
import { ConnectorError } from './connector-error.ts';
import type { ConfigGuard } from './guard.ts';
import { parseConfig } from './parse-config.ts';

const guard = z.strictObject({
  host: z
    .string()
    .min(1)
    .meta({ title: 'Host', description: 'The mail server.', examples: ['mail.example.com'] }),
  port: z.int().min(1).max(65_535).default(587),
  mode: z.enum(['starttls', 'none']).default('starttls'),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('login'),
      user: z.string().meta({ title: 'User name' }),
      password: z.string().meta({ title: 'Password', secret: true }),
    }),
    z.strictObject({
      kind: z.literal('oauth2'),
      user: z.string().meta({ title: 'Mailbox' }),
      clientId: z.string(),
    }),
  ]),
  templates: z.array(z.strictObject({ type: z.enum(['SignIn', 'Generic']), subject: z.string() })).optional(),
  headers: z.record(z.string().regex(/^X-/), z.string()).optional(),
  sender: z.union([z.string().min(3), z.strictObject({ number: z.string() })]).optional(),
});

const valid = { host: 'mail.example.com', auth: { kind: 'oauth2', user: 'me', clientId: 'id' } };

function failure(config: unknown, over: ConfigGuard = guard): ConnectorError {
  try {
    parseConfig(over, config);
  } catch (error) {
    if (ConnectorError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

function issuesOf(config: unknown, over?: ConfigGuard): Record<string, string> {
  const { issues = [] } = failure(config, over);
  return Object.fromEntries(issues.map(({ path, problem, fix }) => [path, [problem, fix].filter(Boolean).join('; ')]));
}

describe('parseConfig', () => {
  it('returns the parsed value with defaults and leaves the input alone', () => {
    const input = structuredClone(valid);
    expect(parseConfig(guard, input)).toEqual({ ...valid, port: 587, mode: 'starttls' });
    expect(input).toEqual(valid);
  });

  it('names every wrong field at once, what was expected and how to mend it', () => {
    expect(
      issuesOf({
        port: '587',
        mode: 'tls',
        auth: { kind: 'login', user: 7, pasword: 'x' },
        templates: [{ type: 'SignIn', subject: 'x' }, { type: 'Other' }],
        headers: { From: 'x' },
        sender: 'x',
        hots: 'x',
      }),
    ).toEqual({
      host: 'is missing; expected text; The mail server; for example "mail.example.com"',
      port: 'must be a whole number, but is text',
      mode: 'must be "starttls" or "none"',
      'auth.user': 'must be text, but is a whole number; User name',
      'auth.password': 'is missing; expected text; Password',
      'auth.pasword': 'is not a known field; did you mean password?',
      'templates[1].type': 'must be "SignIn" or "Generic"',
      'templates[1].subject': 'is missing; expected text',
      'headers.From': 'has a name that is not allowed here',
      sender: 'must have at least 3 characters',
      hots: 'is not a known field; did you mean host?',
    });
  });

  it('says in the hint how many fields are wrong, one line each', () => {
    const { code, hint, status } = failure({ ...valid, host: '', extra: 1 });
    expect({ code, status }).toEqual({ code: 'invalid_config', status: 400 });
    expect(hint?.split('\n')).toEqual([
      '2 fields are wrong.',
      '- host: must not be empty; The mail server; for example "mail.example.com"',
      '- extra: is not a known field; known here: host, port, mode, auth, templates, headers, sender',
    ]);
  });

  it('lists the known fields of the chosen branch only', () => {
    expect(issuesOf({ ...valid, auth: { ...valid.auth, somethingElse: 1 } })).toEqual({
      'auth.somethingElse': 'is not a known field; known here: kind, user, clientId',
    });
  });

  it.each([
    [{ kind: 'other' }, 'must be "login" or "oauth2"'],
    [{}, 'is missing; expected "login" or "oauth2"'],
    [{ kind: 5 }, 'must be "login" or "oauth2"'],
  ])('explains a discriminator: %j', (auth, problem) => {
    expect(issuesOf({ ...valid, auth })).toEqual({ 'auth.kind': problem });
  });

  it.each([
    [undefined, 'is missing; expected an object'],
    [null, 'must be an object, but is null'],
    ['text', 'must be an object, but is text'],
    [[], 'must be an object, but is a list'],
    [3.5, 'must be an object, but is a number'],
    [Number.NaN, 'must be an object, but is not a number'],
  ])('explains a configuration that is no object: %j', (config, problem) => {
    expect(issuesOf(config)).toEqual({ '': problem });
    expect(failure(config).hint).toBe(`One field is wrong.\n- the configuration: ${problem}`);
  });

  it('explains limits and formats', () => {
    const over = z.strictObject({
      low: z.number().min(1),
      high: z.number().lt(5),
      even: z.number().multipleOf(2),
      long: z.string().max(2),
      list: z.array(z.string()).min(1),
      lists: z.array(z.string()).max(1),
      email: z.email(),
      url: z.url({ protocol: /^https$/ }),
      begin: z.string().startsWith('AC'),
      end: z.string().endsWith('.test'),
      pattern: z.string().regex(/^\d+$/),
      whole: z.int(),
      either: z.union([z.string(), z.boolean()]),
      fixed: z.literal(true),
    });
    expect(
      issuesOf(
        {
          low: 0,
          high: 5,
          even: 1,
          long: 'abc',
          list: [],
          lists: ['a', 'b'],
          email: 'x',
          url: 'http://a.test',
          begin: 'x',
          end: 'x',
          pattern: 'x',
          whole: 1.5,
          either: 1,
          fixed: false,
        },
        over,
      ),
    ).toEqual({
      low: 'must be at least 1',
      high: 'must be less than 5',
      even: 'must be a multiple of 2',
      long: 'must have at most 2 characters',
      list: 'must have at least one item',
      lists: 'must have at most 1 items',
      email: 'must be an e-mail address',
      url: 'must be a URL with a scheme that is allowed here',
      begin: 'must begin with "AC"',
      end: 'must end with ".test"',
      pattern: 'does not have the expected form',
      whole: 'must be a whole number, but is a number',
      either: 'must be text or true or false',
      fixed: 'must be true',
    });
  });

  it('shows nothing of the values, nor keys that could be values', () => {
    const canary = 'CANARY-7f3a';
    const error = failure({
      host: { [canary]: canary },
      port: canary,
      mode: canary,
      auth: { kind: canary, [`${canary} with spaces`]: canary },
      [`-----BEGIN ${canary}`]: canary,
      ['k'.repeat(65) + canary]: 1,
      templates: canary,
      sender: canary.length,
    });
    const shown = `${error.message}${error.hint}${JSON.stringify(error)}${inspect(error, { depth: 9, showHidden: true })}`;
    expect(shown).not.toContain('CANARY');
    expect(error.issues?.map(({ path }) => path)).toContain('(another key)');
  });

  it('explains objects whose properties throw', () => {
    const hostile = new Proxy(valid, {
      get: () => {
        throw new Error('CANARY');
      },
    });
    const getter = {
      get host(): string {
        throw new Error('CANARY');
      },
    };
    for (const config of [hostile, getter]) {
      const error = failure(config);
      expect(error).toMatchObject({ code: 'invalid_config', cause: { name: 'Error' } });
      expect(error.hint).toContain('cannot be read');
      expect(inspect(error)).not.toContain('CANARY');
    }
  });

  it('describes a property that throws only when it is read again', () => {
    let reads = 0;
    const config = {
      ...valid,
      get host(): unknown {
        reads += 1;
        if (reads > 1) throw new Error('read twice');
        return 5;
      },
    };
    expect(issuesOf(config)).toEqual({ host: 'must be text; The mail server; for example "mail.example.com"' });
  });

  it('reports at most a hundred fields', () => {
    const config = { ...valid, ...Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, 1])) };
    expect(failure(config).issues).toHaveLength(100);
  });

  it('explains even when the guard cannot say itself in JSON Schema', () => {
    const over = z.strictObject({ since: z.date(), name: z.string() });
    expect(issuesOf({ nam: 1 }, over)).toEqual({
      since: 'is missing',
      name: 'is missing',
      nam: 'is not a known field; no field is known here',
    });
  });

  it('takes a guard of another copy of zod, also of the oldest supported version', () => {
    const over = oldestZod.strictObject({
      auth: oldestZod.discriminatedUnion('kind', [
        oldestZod.strictObject({ kind: oldestZod.literal('a'), secret: oldestZod.string() }),
        oldestZod.strictObject({ kind: oldestZod.literal('b') }),
      ]),
    });
    expect(parseConfig(over, { auth: { kind: 'b' } })).toEqual({ auth: { kind: 'b' } });
    expect(issuesOf({ auth: { kind: 'c' } }, over)).toEqual({ 'auth.kind': 'must be "a" or "b"' });
    expect(issuesOf({ auth: { kind: 'a', sekret: '' } }, over)).toEqual({
      'auth.secret': 'is missing; expected text',
      'auth.sekret': 'is not a known field; did you mean secret?',
    });
  });

  it('attack: keys named __proto__ change nothing and are refused', () => {
    const config: unknown = JSON.parse(
      '{"host":"h","auth":{"kind":"login","user":"u","password":"p"},"__proto__":{"port":1}}',
    );
    expect(issuesOf(config)).toEqual({ '(another key)': expect.stringContaining('a name that is not known') });
    expect(({} as { port?: number }).port).toBeUndefined();
  });
});
