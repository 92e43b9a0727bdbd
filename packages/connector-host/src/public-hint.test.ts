import { ConnectorError, type ConnectorErrorCode, errorCodes } from '@jackfield/connector-kit';
import { expect, test } from 'vitest';
import { HostError } from './host-error.ts';
import { publicHint } from './public-hint.ts';

const hint = 'mail.internal answers 535.';
const codes = Object.keys(errorCodes) as ConnectorErrorCode[];

test('whoever signs in or asks for a code learns what they can do about it', () => {
  const shown = codes.filter((code) => publicHint(new ConnectorError(code, { hint })) !== undefined);
  expect(shown.toSorted()).toEqual([
    'authorization_failed',
    'invalid_request_parameters',
    'rate_limit_exceeded',
    'recipient_refused',
    'session_invalid',
    'social_auth_code_invalid',
  ]);
  expect(publicHint(new HostError('link_refused', { hint }))).toBe(hint);
  expect(publicHint(new HostError('too_many_requests'))).toBeUndefined();
});

test.each(['connector_broken', 'key_invalid', 'sealed_wrong_key', 'database_unavailable'] as const)(
  'attack: error texts that help an outsider: %s',
  (code) => {
    expect(publicHint(new HostError(code, { hint }))).toBeUndefined();
  },
);
