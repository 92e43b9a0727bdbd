import { ConnectorError } from '../connector-error.ts';
import type { MessagePayload } from '../message.ts';
import { refuse, splitTemplate, valueOf } from './placeholders.ts';
import { remembered } from './remembered.ts';

/** Fills a template of plain text. @throws `invalid_request_parameters` for a value that {@link valueOf} refuses */
export function fillText(template: string, payload: MessagePayload): string {
  return readTemplate(template)
    .map((part) => (typeof part === 'string' ? part : (valueOf(part, payload) ?? part.raw)))
    .join('');
}

const readTemplate = remembered(splitTemplate);

/**
 * Fills a template for a header: subject, display name.
 *
 * A value with a line break or another control character is refused and not cleaned: no honest name or code holds one,
 * and what is left after cleaning is still what the attacker wrote.
 *
 * @throws `invalid_request_parameters` for such a value, `invalid_config` for such a template
 */
export function fillHeader(template: string, payload: MessagePayload): string {
  return fillLine(template, payload, lineBreaks, 'holds line breaks or control characters');
}

/**
 * Fills a template for an address; a value may not bring a second address or a display name along.
 *
 * @throws `invalid_request_parameters` for such a value, `invalid_config` for a template with line breaks
 */
export function fillAddress(template: string, payload: MessagePayload): string {
  return fillLine(template, payload, /[\p{Control}\s,;:<>()[\]"\\]/u, 'is not part of a single address');
}

const lineBreaks = /[\p{Control}\u2028\u2029]/u;

function fillLine(template: string, payload: MessagePayload, forbidden: RegExp, problem: string): string {
  return readTemplate(template)
    .map((part) => {
      const text = typeof part === 'string' ? part : part.raw;
      if (lineBreaks.test(text)) throw brokenTemplate();
      const value = typeof part === 'string' ? undefined : valueOf(part, payload);
      if (typeof part === 'string' || value === undefined) return text;
      return forbidden.test(value) ? refuse(part.path, problem) : value;
    })
    .join('');
}

function brokenTemplate(): ConnectorError {
  return new ConnectorError('invalid_config', {
    hint: 'The subject, reply-to address and sender name of a template must be one line without control characters.',
  });
}
