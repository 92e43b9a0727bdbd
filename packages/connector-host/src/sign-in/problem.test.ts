import { ConnectorError } from '@jackfield/connector-kit';
import { describe, expect, test } from 'vitest';
import { HostError } from '../host-error.ts';
import { toLogFields, toProblem } from './problem.ts';

describe('what people are told', () => {
  test('an error of a connector, with its hint, and without what the provider said', () => {
    const error = new ConnectorError('rate_limit_exceeded', {
      hint: 'Wait.',
      retryAfter: 7,
      details: { providerDescription: 'quota of project 17' },
    });
    expect(toProblem(error, 'request-1')).toEqual({
      status: 429,
      code: 'rate_limit_exceeded',
      title: 'Too many requests.',
      detail: 'Wait.',
      retryAfter: 7,
      requestId: 'request-1',
    });
    expect(toLogFields(error)).toMatchObject({ details: { providerDescription: 'quota of project 17' } });
  });

  test('attack: secrets in any answer: what is wrong inside stays inside', () => {
    const inside = new HostError('key_invalid', { hint: 'The key file /srv/keys is unreadable.' });
    expect(toProblem(inside, 'request-1')).toEqual({
      status: 500,
      code: 'key_invalid',
      title: expect.any(String),
      requestId: 'request-1',
    });
    expect(toLogFields(inside)).toMatchObject({ hint: 'The key file /srv/keys is unreadable.' });
    expect(toProblem(new Error('password=hunter2'), 'request-1')).toEqual({
      status: 500,
      code: 'internal_error',
      title: 'Something went wrong on our side.',
      requestId: 'request-1',
    });
    expect(toProblem(undefined, 'request-1').code).toBe('internal_error');
  });
});
