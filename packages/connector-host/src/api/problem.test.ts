import { ConnectorError } from '@jackfield/connector-kit';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { HostError, hostErrorCodes } from '../host-error.ts';
import type { LogFields, LogLevel } from '../log.ts';
import { problemResponse } from './problem.ts';

const problemGuard = z.looseObject({ provider: z.object({}).loose().optional() });

async function answer(error: unknown, isOperator?: boolean) {
  const lines: { level: LogLevel; event: string; fields: LogFields | undefined }[] = [];
  const response = problemResponse(error, {
    requestId: 'request-1',
    log: (level, event, fields) => lines.push({ level, event, fields }),
    ...(isOperator !== undefined && { isOperator }),
  });
  return { response, text: await response.clone().text(), body: problemGuard.parse(await response.json()), lines };
}

test('an error of the host becomes a problem with everything that a program and a person need', async () => {
  const issues = [{ path: 'a', problem: 'is missing' }];
  const { response, body, lines } = await answer(
    new HostError('too_many_requests', { hint: 'Wait.', issues, retryAfter: 1.2, cause: new Error('canary') }),
  );
  expect(response.status).toBe(429);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('retry-after')).toBe('2');
  expect(body).toEqual({
    type: 'about:blank',
    title: 'Too Many Requests',
    status: 429,
    detail: 'Too many requests.',
    code: 'too_many_requests',
    hint: 'Wait.',
    issues,
    retryable: true,
    retryAfter: 2,
    requestId: 'request-1',
  });
  expect(lines).toEqual([]);
});

test('every code of the host answers with its status and message', async () => {
  for (const [code, { status, message }] of Object.entries(hostErrorCodes)) {
    const { response, body } = await answer(new HostError(code as keyof typeof hostErrorCodes));
    expect(body, code).toMatchObject({ code, status, detail: message });
    expect(response.status).toBe(status);
  }
});

test('what a provider said is for operators', async () => {
  const error = new ConnectorError('delivery_failed', {
    details: { providerCode: 'E1', providerDescription: 'Mailbox full' },
  });
  expect((await answer(error, true)).body.provider).toEqual({
    providerCode: 'E1',
    providerDescription: 'Mailbox full',
  });
  const { text, lines } = await answer(error);
  expect(text).not.toContain('Mailbox');
  expect(lines).toMatchObject([{ level: 'warn', event: 'request.failed', fields: { requestId: 'request-1', error } }]);
});

test('attack: error texts that help an outsider: what is for operators is told to them, and to the log', async () => {
  const issues = [{ path: 'auth.password', problem: 'is refused' }];
  const error = new ConnectorError('invalid_config', { hint: 'mail.internal refuses it.', issues });
  const { text, lines } = await answer(error);
  expect(text).not.toMatch(/internal|password/);
  expect(lines).toMatchObject([{ level: 'warn', event: 'request.failed', fields: { error } }]);
  expect((await answer(error, true)).body).toMatchObject({ hint: 'mail.internal refuses it.', issues });
});

test('attack: secrets in an unknown error', async () => {
  const thrown: unknown[] = [
    new Error('canary-secret'),
    Object.assign(new Error('x'), {
      code: 'canary-secret',
      status: 404,
      hint: 'canary-secret',
      issues: ['canary-secret'],
    }),
    'canary-secret',
    { message: 'canary-secret' },
    null,
    undefined,
  ];
  for (const error of thrown) {
    const { response, text, body, lines } = await answer(error, true);
    expect(response.status).toBe(500);
    expect(text).not.toContain('canary-secret');
    expect(body).toMatchObject({ code: 'internal_error', requestId: 'request-1', retryable: false });
    expect(lines).toMatchObject([{ level: 'error' }]);
  }
});
