import { ConnectorError } from '../connector-error.ts';
import { type Message, type MessagePayload, type MessageType, messageTypes } from '../message.ts';
import { isWebLink, refuse } from './placeholders.ts';

/**
 * Checks what every message needs, whichever template it gets.
 *
 * @throws `invalid_request_parameters` when the type is not known, the payload is not an object, or its link is not a
 *   web link
 */
export function checkMessage(message: { type: unknown; payload: unknown }): Pick<Message, 'type' | 'payload'> {
  const type = messageTypes.find((known) => known === message.type);
  const { payload } = message;
  if (type === undefined) throw invalidRequest(`The message type must be one of ${messageTypes.join(', ')}.`);
  if (!isPayload(payload)) throw invalidRequest('The payload must be an object of variables.');
  const { link } = payload;
  if (link !== undefined && link !== null && link !== '' && (typeof link !== 'string' || !isWebLink(link))) {
    refuse(['link'], 'must be an http or https URL without a user name');
  }
  return { type, payload };
}

function invalidRequest(hint: string): ConnectorError {
  return new ConnectorError('invalid_request_parameters', { hint });
}

/** The error for a type without any template. */
export function templateNotFound(type: MessageType): ConnectorError {
  return new ConnectorError('template_not_found', {
    hint: `There is no template of type ${type} in the recipient's language, no default one, and none of type Generic. Add one of them.`,
  });
}

function isPayload(value: unknown): value is MessagePayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
