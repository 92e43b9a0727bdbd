import { ConnectorError, parseConfig } from '@jackfield/connector-kit';
import type * as z from 'zod';
import { HostError } from '../host-error.ts';

/**
 * Checks a part of a request.
 *
 * @param prefix where it stands, for the messages: `query`
 * @throws `invalid_request` with every wrong field; values are never repeated
 */
export function parseRequest<Output>(guard: z.ZodType<Output>, value: unknown, prefix = ''): Output {
  try {
    return parseConfig(guard, value);
  } catch (error) {
    if (!ConnectorError.isInstance(error)) throw error;
    const issues = (error.issues ?? []).map((issue) => ({ ...issue, path: joined(prefix, issue.path) }));
    throw new HostError('invalid_request', {
      issues,
      hint: issues.map(({ path, problem, fix }) => `${path || 'body'}: ${problem}${fix ? `; ${fix}` : ''}`).join('\n'),
    });
  }
}

function joined(prefix: string, path: string): string {
  return prefix === '' || path === '' ? `${prefix}${path}` : `${prefix}.${path}`;
}

/** @throws `invalid_request` when a parameter stands there twice */
export function queryOf(url: string): Readonly<Record<string, string>> {
  const entries = [...new URL(url).searchParams];
  if (new Set(entries.map(([name]) => name)).size < entries.length) {
    throw new HostError('invalid_request', { hint: 'Each query parameter may stand in the URL once.' });
  }
  return Object.fromEntries(entries);
}
