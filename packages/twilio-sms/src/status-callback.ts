import { ConnectorError } from '@jackfield/connector-kit';
import * as z from 'zod';
import { parseCallbackRequest, refusedCallback, type StatusCallbackRequest } from './callback-request.ts';
import { isSigned } from './callback-signature.ts';
import { messageSidPattern, type MessageStatus, messageStatuses } from './responses.ts';
import { signingToken, type TwilioSettings } from './settings.ts';

export type { StatusCallbackRequest } from './callback-request.ts';

/** What Twilio tells about a message. */
export interface StatusCallback {
  /** The `id` of the message's receipt. */
  readonly messageId: string;
  readonly status: MessageStatus;
  /** Why it was not delivered, as in https://www.twilio.com/docs/api/errors; 30007 says that a carrier filtered it. */
  readonly errorCode?: number;
  /** Whether no other status follows. */
  readonly isFinal: boolean;
  /** Names this news: the same for a repetition of it. */
  readonly key: string;
}

export interface StatusCallbackOptions {
  /**
   * Marks a callback's `key` as received, in one step, in a store that all servers share; answers whether it was not
   * marked before. Twilio's signature covers no time, so that nothing else tells a replayed callback from the first.
   */
  claim?: (key: string) => boolean | Promise<boolean>;
}

const finalStatuses = new Set<MessageStatus>(['delivered', 'undelivered', 'failed', 'canceled', 'read']);

/**
 * What a callback says. Strict about each field that comes before or after another in the signed text: names and values
 * are signed without anything between them, so that text could be moved from one into the other.
 */
const callbackGuard = z.object({
  AccountSid: z.string(),
  ApiVersion: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  MessageSid: z.string().regex(messageSidPattern),
  MessageStatus: z.enum(messageStatuses),
  ErrorCode: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
});

/** No parameter of Twilio's has digits in its name: these come of a number that was moved there. */
const parameterName = /^[A-Za-z_]{1,64}$/;

/** @throws `invalid_request_parameters`, `invalid_config` */
export async function verifyStatusCallback(
  request: StatusCallbackRequest,
  settings: TwilioSettings,
  { claim }: StatusCallbackOptions = {},
): Promise<StatusCallback> {
  const { url, authToken } = expectationsOf(settings);
  const { signature, parameters } = await parseCallbackRequest(request);
  if (!isSigned(signature, url, parameters, authToken)) {
    throw refusedCallback('Its signature is not the one of this account for `statusCallback.url`.');
  }
  const callback = readCallback(parameters, settings.credentials.accountSid);
  if (claim !== undefined && !(await claim(callback.key))) throw refusedCallback('It came before.');
  return callback;
}

function expectationsOf(settings: TwilioSettings): { url: string; authToken: string } {
  const url = settings.statusCallback?.url;
  const authToken = signingToken(settings);
  if (url === undefined) {
    throw new ConnectorError('invalid_config', {
      hint: 'Set `statusCallback.url`, which callbacks are checked against.',
    });
  }
  if (authToken === undefined) {
    throw new ConnectorError('invalid_config', {
      hint: 'Set `statusCallback.authToken`: Twilio signs callbacks with the account’s auth token, also when an API key sends.',
    });
  }
  return { url, authToken };
}

function readCallback(parameters: ReadonlyMap<string, string>, accountSid: string): StatusCallback {
  const { data } = callbackGuard.safeParse(Object.fromEntries(parameters));
  const isNamedWell = [...parameters.keys()].every((name) => parameterName.test(name));
  if (data === undefined || !isNamedWell) throw refusedCallback('It is not the news of a message.');
  if (data.AccountSid !== accountSid) throw refusedCallback('It is about another account.');
  const { MessageSid: messageId, MessageStatus: status, ErrorCode: errorCode } = data;
  return {
    messageId,
    status,
    ...(errorCode !== undefined && { errorCode: Number(errorCode) }),
    isFinal: finalStatuses.has(status),
    key: `${messageId}:${status}`,
  };
}
