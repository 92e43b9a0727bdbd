import { STATUS_CODES } from 'node:http';
import type { Answer } from '../../oidc/scripted/variant.ts';
import type { LogtoRefusal } from '../tenant/refusal.ts';

export const json = (value: unknown, status = 200, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

/** The status in words, such as `Created`; nothing for 204. */
export const words = (status: number, headers: Answer['headers'] = {}): Answer =>
  status === 204
    ? { status, headers, body: '' }
    : {
        status,
        headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
        body: STATUS_CODES[status] ?? '',
      };

export const refusal = ({ status, code, message, data }: LogtoRefusal): Answer =>
  json({ code, message, ...(data ? { data } : {}) }, status);
