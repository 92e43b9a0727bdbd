import type { MessagePayload } from '../message.ts';
import { decodeEntities, escapeHtml } from './html-text.ts';
import { type HtmlAttribute, type HtmlToken, tokenizeHtml } from './html-tokens.ts';
import { isWebLink, type Placeholder, refuse, splitTemplate, valueOf } from './placeholders.ts';
import { remembered } from './remembered.ts';

/** Makes a value harmless for the place where it goes. */
type Escape = (value: string) => string;

/** In a tag outside quotes: only letters and digits stay as they are, so that nothing ends the attribute. */
const escapeUnquoted: Escape = (value) =>
  value.replaceAll(/[^A-Za-z0-9]/gu, (character) => `&#${character.codePointAt(0)};`);

/** In styles and scripts, where escaping does not help: words, numbers and colours only. */
const keepWords: Escape = (value) => value.replaceAll(/[^\w #%.,-]/g, '');

const linkAttributes = new Set([
  'href',
  'xlink:href',
  'src',
  'action',
  'formaction',
  'background',
  'poster',
  'cite',
  'data',
  'longdesc',
]);
const codeAttribute = /^(?:on|style$|srcdoc$)/;

/**
 * Fills a template of HTML. A value is escaped for the place where it stands: text, attribute, style. An address that
 * it becomes part of (`href`, `src` …) must in the end be an http, https or mailto URL.
 *
 * @throws `invalid_request_parameters` for a value that cannot be made safe there
 */
export function fillHtml(template: string, payload: MessagePayload): string {
  return fillTokens(readTemplate(template), payload);
}

const readTemplate = remembered((template) => tokenizeHtml(template));

function fillTokens(tokens: readonly HtmlToken[], payload: MessagePayload): string {
  return tokens.map((token) => fillToken(token, payload)).join('');
}

function fillToken(token: HtmlToken, payload: MessagePayload): string {
  if (!token.raw.includes('{{')) return token.raw;
  switch (token.kind) {
    case 'text':
      return fillPart(token.raw, payload, escapeHtml);
    case 'verbatim':
      return fillPart(token.raw, payload, keepWords);
    case 'comment':
      return fillComment(token, payload);
    default:
      return fillTag(token, payload);
  }
}

/** Outlook reads the content of conditional comments (`<!--[if mso]>`) as HTML. */
function fillComment(token: HtmlToken & { kind: 'comment' }, payload: MessagePayload): string {
  const start = token.raw.slice(0, token.raw.length - token.content.length - token.end.length);
  return start + fillTokens(tokenizeHtml(token.content, false), payload) + token.end;
}

function fillTag(token: HtmlToken & { kind: 'tag' }, payload: MessagePayload): string {
  let filled = '';
  let end = 0;
  for (const attribute of token.attributes) {
    filled += fillPart(token.raw.slice(end, attribute.start), payload, escapeUnquoted);
    filled += fillAttribute(attribute, payload);
    end = attribute.start + attribute.value.length;
  }
  return filled + fillPart(token.raw.slice(end), payload, escapeUnquoted);
}

function fillAttribute({ name, value, isQuoted }: HtmlAttribute, payload: MessagePayload): string {
  if (codeAttribute.test(name)) return fillPart(value, payload, keepWords);
  const escape = isQuoted ? escapeHtml : escapeUnquoted;
  return linkAttributes.has(name) ? fillLink(value, payload, escape) : fillPart(value, payload, escape);
}

/** In an address a value after `?` or `#` is data, and percent-encoded; before that it is part of the address. */
function fillLink(template: string, payload: MessagePayload, escape: Escape): string {
  let link = '';
  let filledIn: Placeholder | undefined;
  for (const part of splitTemplate(template)) {
    const value = typeof part === 'string' ? undefined : valueOf(part, payload);
    if (typeof part === 'string') link += part;
    else if (value === undefined) link += part.raw;
    else {
      filledIn ??= part;
      link += escape(/[?#]/.test(decodeEntities(link)) ? encodeURIComponent(value) : value);
    }
  }
  if (filledIn !== undefined && !isSafeLink(decodeEntities(link).trim())) {
    refuse(filledIn.path, 'stands in a link and must make it an http, https or mailto URL');
  }
  return link;
}

function isSafeLink(link: string): boolean {
  return link === '' || isWebLink(link) || /^mailto:[^\s\p{Control}]+$/iu.test(link);
}

function fillPart(template: string, payload: MessagePayload, escape: Escape): string {
  return splitTemplate(template)
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = valueOf(part, payload);
      return value === undefined ? part.raw : escape(value);
    })
    .join('');
}
