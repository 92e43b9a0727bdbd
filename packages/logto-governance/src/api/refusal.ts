import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';
import { retryAfterSeconds } from '@jackfield/egress';
import * as z from 'zod';
import type { Answer } from './http-client.ts';
import type { Subject } from './subject.ts';

const text = z.string().optional().catch(undefined);

/** Logto's errors, of the Management API and of the token endpoint. */
const errorGuard = z.looseObject({
  code: text,
  message: text,
  error: text,
  error_description: text,
});

/** What is wrong with an application that gets tokens without rights, in the words of Logto's console. */
export const roleMissing =
  'The machine-to-machine application may not use the Management API. In the Logto console open Applications, the ' +
  'application, Roles, and assign the role "Logto Management API access", or another one with the permission "all" of ' +
  'the Logto Management API.';

/** What tells one refusal from another. */
export interface Refusal {
  readonly status: number;
  /** `error` of RFC 6749 §5.2, or Logto's own code. */
  readonly providerCode?: string;
}

export function readRefusal({ status, data }: Pick<Answer<unknown>, 'status' | 'data'>): Refusal {
  const { data: { error, code } = {} } = errorGuard.safeParse(data);
  const providerCode = error ?? code;
  return { status, ...(providerCode !== undefined && { providerCode }) };
}

/** Makes the error of an answer other than 2xx. */
export function refused(
  answer: Answer<unknown>,
  subject: Subject,
  { code, hint }: { code: ConnectorErrorCode; hint: string },
  secrets: readonly string[],
  now: number,
): ConnectorError {
  const { data: { message, error_description } = {} } = errorGuard.safeParse(answer.data);
  const { status, providerCode } = readRefusal(answer);
  const providerDescription = error_description ?? message;
  const header = answer.headers['retry-after'];
  const retryAfter = retryAfterSeconds(header, now);
  return new ConnectorError(code, {
    hint,
    cause: { ...subject, status },
    details: {
      ...(providerCode !== undefined && { providerCode }),
      ...(providerDescription !== undefined && { providerDescription }),
    },
    secrets,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/** What the statuses mean that mean the same everywhere. */
export function commonRefusal(status: number, { origin }: Subject): { code: ConnectorErrorCode; hint: string } {
  if (status === 429) return { code: 'rate_limit_exceeded', hint: `${origin} takes no more requests for now.` };
  if (status >= 500) return { code: 'provider_unavailable', hint: `${origin} answered with HTTP status ${status}.` };
  return { code: 'invalid_response', hint: `${origin} answered with HTTP status ${status}, which was not expected.` };
}
