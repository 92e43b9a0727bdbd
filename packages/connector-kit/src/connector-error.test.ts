import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConnectorError } from './connector-error.ts';
import { type ConnectorErrorCode, errorCodes } from './error-codes.ts';

/** The table of the contract. */
const statusOf: Record<ConnectorErrorCode, number> = {
  invalid_config: 400,
  invalid_metadata: 400,
  unexpected_type: 400,
  template_not_found: 400,
  invalid_request_parameters: 400,
  invalid_response: 400,
  general: 400,
  egress_refused: 400,
  session_invalid: 401,
  authorization_failed: 401,
  social_auth_code_invalid: 401,
  social_invalid_access_token: 401,
  social_invalid_id_token: 401,
  identity_source_changed: 409,
  recipient_refused: 422,
  rate_limit_exceeded: 429,
  usage_limit_exceeded: 429,
  not_implemented: 501,
  delivery_failed: 502,
  provider_unavailable: 503,
  delivery_unknown: 504,
};
const retryable = new Set(['rate_limit_exceeded', 'usage_limit_exceeded', 'delivery_failed', 'provider_unavailable']);

const canary = 'CANARY-9c1e';

/** A second copy of the module, as a program has that installs two versions of the kit. */
async function secondCopy(): Promise<typeof import('./connector-error.ts')> {
  const address = './connector-error.ts?second-copy';
  return (await import(address)) as typeof import('./connector-error.ts');
}

describe('ConnectorError', () => {
  it('knows exactly the codes of the contract', () => {
    expect(Object.keys(errorCodes).toSorted()).toEqual(Object.keys(statusOf).toSorted());
  });

  it.each(Object.entries(statusOf))('%s has status %i and a message of its own', (name, status) => {
    const code = name as ConnectorErrorCode;
    const error = new ConnectorError(code);
    expect(error).toMatchObject({ name: 'ConnectorError', code, status, retryable: retryable.has(code) });
    expect(error.message).toBe(errorCodes[code].message);
    expect(Object.values(errorCodes).filter(({ message }) => message === error.message)).toHaveLength(1);
  });

  it('shows hosts what they may pass on, and operators the rest', () => {
    const error = new ConnectorError('rate_limit_exceeded', {
      hint: 'Wait.',
      retryAfter: 30,
      issues: [{ path: 'host', problem: 'is missing' }],
      details: { providerCode: '21211', providerDescription: 'Invalid "To"' },
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ConnectorError',
      code: 'rate_limit_exceeded',
      status: 429,
      message: 'Too many requests.',
      hint: 'Wait.',
      retryable: true,
      retryAfter: 30,
      issues: [{ path: 'host', problem: 'is missing' }],
    });
    expect(error.details).toEqual({ providerCode: '21211', providerDescription: 'Invalid ?To?' });
  });

  it('has no empty fields', () => {
    expect(Object.keys(new ConnectorError('general'))).toEqual(['code', 'status', 'retryable']);
  });

  it('keeps of a cause only what cannot hold a secret', () => {
    const cause = Object.assign(new TypeError(canary), {
      code: 'ECONNREFUSED',
      status: 502,
      method: 'POST',
      origin: `https://user:${canary}@api.test/${canary}?x=${canary}`,
      headers: { authorization: canary },
      cause: new Error(canary),
    });
    const error = new ConnectorError('provider_unavailable', { cause });
    expect(error.cause).toEqual({
      name: 'TypeError',
      code: 'ECONNREFUSED',
      status: 502,
      method: 'POST',
      origin: 'https://api.test',
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);
  });

  it.each([
    ['text', canary],
    ['nothing', undefined],
    ['null', null],
    ['odd fields', { name: `${canary} x`, code: { canary }, status: '500', method: 5, origin: canary }],
    ['an opaque origin', { origin: `data:text/plain,${canary}` }],
  ])('takes nothing from a cause that is %s', (_, cause) => {
    const error = new ConnectorError('general', { cause });
    expect(error.cause).toBeUndefined();
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);
  });

  it('takes a cause whose properties throw', () => {
    const cause = {
      code: 'EPIPE',
      get name(): string {
        throw new Error(canary);
      },
    };
    expect(new ConnectorError('general', { cause }).cause).toEqual({ code: 'EPIPE' });
  });

  it('attack: secrets echoed in a provider error show nowhere', () => {
    const secret = `${canary}/+&= ä`;
    const inForm = new URLSearchParams({ secret }).toString().slice('secret='.length);
    const forms = [secret, encodeURIComponent(secret), inForm, Buffer.from(secret).toString('base64')];
    const error = new ConnectorError('authorization_failed', {
      details: { providerCode: 'invalid_client', providerDescription: `bad ${forms.join(' and ')}` },
      secrets: ['', secret],
    });
    expect(error.details?.providerDescription).toBe('bad [redacted] and [redacted] and [redacted] and [redacted]');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);
  });

  it.each(['a', 'ab', 'abc'])('attack: a secret echoed within HTTP Basic credentials of %s shows nowhere', (id) => {
    const secret = `${canary}/+&=ä`;
    const echoed = Buffer.from(`${id}:${secret}`).toString('base64');
    const error = new ConnectorError('authorization_failed', {
      details: { providerDescription: `unknown credentials ${echoed}` },
      secrets: [secret],
    });
    const rest = error.details?.providerDescription?.replace('[redacted]', '') ?? '';
    expect(rest.length).toBeLessThan('unknown credentials '.length + 10);
  });

  it('attack: provider error text echoed into HTML or a log has no control characters and no length', () => {
    const error = new ConnectorError('authorization_failed', {
      details: { providerDescription: `"\\\r\n\u001B[31m${'x'.repeat(1000)}` },
    });
    expect(error.details?.providerDescription).toMatch(/^\?{5}\[31mx+$/);
    expect(error.details?.providerDescription).toHaveLength(200);
    expect(JSON.stringify(error)).not.toContain('31m');
  });

  it('takes secrets and texts of any form', () => {
    const odd = 'a\uD800b';
    const error = new ConnectorError('general', {
      details: { providerCode: 7 as never, providerDescription: `x ${odd}` },
      secrets: [odd],
    });
    expect(error.details).toEqual({ providerDescription: 'x [redacted]' });
  });
});

describe('ConnectorError.isInstance', () => {
  it('recognises errors of another copy of the package, which instanceof does not', async () => {
    const other = await secondCopy();
    const foreign = new other.ConnectorError('invalid_config', { hint: 'Mend it.' });
    expect(other.ConnectorError).not.toBe(ConnectorError);
    expect(foreign).not.toBeInstanceOf(ConnectorError);
    expect(ConnectorError.isInstance(foreign)).toBe(true);
    expect(other.ConnectorError.isInstance(new ConnectorError('general'))).toBe(true);
  });

  it.each([
    ['another error', Object.assign(new Error('x'), { code: 'general' })],
    ['a look-alike', { name: 'ConnectorError', code: 'general', status: 400 }],
    ['a branded object', { [Symbol.for('jackfield.ConnectorError')]: true, code: 'general' }],
    ['text', 'general'],
    ['nothing', undefined],
    ['null', null],
  ])('does not recognise %s', (_, value) => {
    expect(ConnectorError.isInstance(value)).toBe(false);
  });
});
