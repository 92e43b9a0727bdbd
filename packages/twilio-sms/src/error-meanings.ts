import type { ConnectorErrorCode } from '@jackfield/connector-kit';

/** What a refusal means, and how to mend it. */
export interface Meaning {
  readonly code: ConnectorErrorCode;
  readonly hint: string;
}

const credentials: Meaning = {
  code: 'invalid_config',
  hint: 'Twilio refuses the `credentials`. Check that SID and secret belong together, to this account and to this `region`, that the key was not deleted, and that a restricted key has the permission.',
};
const account: Meaning = {
  code: 'invalid_config',
  hint: 'Twilio says that the account of `credentials.accountSid` is suspended or closed. Ask Twilio’s support.',
};
const sender: Meaning = {
  code: 'invalid_config',
  hint: 'Twilio cannot send from this `sender`: it is not the account’s, cannot send SMS there, or is not registered for the country. `diagnose()` tells more.',
};
const service: Meaning = {
  code: 'invalid_config',
  hint: 'Twilio cannot use the messaging service of `sender`: it does not exist in this account, or has no sender in its pool.',
};
const recipient: Meaning = { code: 'recipient_refused', hint: 'Twilio says that this number gets no SMS.' };
const trial: Meaning = {
  code: 'recipient_refused',
  hint: 'A trial account reaches verified numbers only. Verify this one in Twilio’s console, or upgrade the account.',
};
const tooManyRequests: Meaning = {
  code: 'rate_limit_exceeded',
  hint: 'Twilio wants fewer requests or messages at a time. Nothing was sent; send it again later.',
};
const dailyLimit: Meaning = {
  code: 'usage_limit_exceeded',
  hint: 'The account, or its sender, has reached its limit of messages for today.',
};
const notDelivered: Meaning = {
  code: 'delivery_failed',
  hint: 'Twilio or the carrier did not deliver the message.',
};
const request = (hint: string): Meaning => ({ code: 'invalid_request_parameters', hint });

/**
 * Twilio's error codes that sending a message can meet, by meaning.
 *
 * @see https://www.twilio.com/docs/api/errors
 */
const codesByMeaning: readonly (readonly [Meaning, readonly number[]])[] = [
  [credentials, [20003, 20004, 20006, 20008, 70051]],
  [account, [10001, 20005, 20403, 30002]],
  [sender, [21212, 21267, 21601, 21603, 21606, 21607, 21616, 21659, 21660, 21661, 30032, 30034, 30042, 572_002]],
  [service, [21701, 21703, 21704, 21705]],
  [{ code: 'invalid_config', hint: 'Twilio does not accept `statusCallback.url`.' }, [21609]],
  [recipient, [21211, 21214, 21217, 21265, 21266, 21268, 21612, 21614, 21635, 30003, 30005, 30006]],
  [{ ...recipient, hint: 'The recipient has opted out (STOP). Only they can undo it, by START.' }, [21610]],
  [
    {
      ...recipient,
      hint: 'The account’s messaging geographic permissions do not have this country. Enable it in Twilio’s console, or take it out of `allowedCountries`.',
    },
    [21408],
  ],
  [trial, [21219, 21608, 572_005]],
  [tooManyRequests, [20429, 21611, 30001, 30022]],
  [dailyLimit, [30023, 63_038]],
  [request('Twilio found no recipient in the request.'), [21604]],
  [request('Twilio found no text in the message. Check the template.'), [21602, 21619]],
  [request('The message is longer than the 1600 characters that Twilio takes.'), [21605, 21617]],
  [notDelivered, [30004, 30007, 30008]],
];

const meanings: ReadonlyMap<number, Meaning> = new Map(
  codesByMeaning.flatMap(([meaning, codes]) => codes.map((code) => [code, meaning])),
);

/**
 * What Twilio's answer to a request means.
 *
 * @param code Twilio's own error code, where the answer has one
 * @param isSending whether the request, if it was processed, has sent a message
 */
export function meaningOf(code: number | undefined, status: number, isSending: boolean): Meaning {
  return (code === undefined ? undefined : meanings.get(code)) ?? meaningOfStatus(status, isSending);
}

/** What became of a message that Twilio took, and gave up at once. */
export function meaningOfFailure(code: number | undefined): Meaning {
  return (code === undefined ? undefined : meanings.get(code)) ?? notDelivered;
}

function meaningOfStatus(status: number, isSending: boolean): Meaning {
  switch (status) {
    case 401:
    case 403:
      return credentials;
    case 404:
      return { code: 'invalid_config', hint: 'Twilio does not have what the configuration names. Check its SIDs.' };
    case 429:
      return tooManyRequests;
    case 503:
      return { code: 'provider_unavailable', hint: 'Twilio is not available for now. Nothing was sent.' };
    default:
      return status >= 500
        ? meaningOfServerError(isSending)
        : request('Twilio refuses the message; `details` say why.');
  }
}

/** An error within Twilio, or of a gateway before it, can come after the message was taken. */
function meaningOfServerError(isSending: boolean): Meaning {
  return isSending
    ? {
        code: 'delivery_unknown',
        hint: 'Twilio failed while it took the message, which may be on its way. Do not send it again blindly.',
      }
    : { code: 'provider_unavailable', hint: 'Twilio fails for now.' };
}
