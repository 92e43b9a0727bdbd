import { closestLanguage } from '../languages.ts';
import type { EmailTemplate, MessagePayload, MessageType } from '../message.ts';
import { ConnectorError } from '../connector-error.ts';
import { escapeHtml } from './html-text.ts';
import { layoutHtml } from './layout.ts';
import { remembered } from './remembered.ts';
import { type MessageTexts, textsByLanguage } from './texts/index.ts';

/** The languages of the built-in templates, as BCP 47 tags. */
export const builtInLanguages: readonly string[] = Object.keys(textsByLanguage);

/** What the payload offers to act on. */
interface Action {
  readonly hasCode: boolean;
  readonly hasLink: boolean;
}

/**
 * The kit's own e-mail for a type, in the nearest language.
 *
 * @throws `invalid_request_parameters` when the payload has neither `code` nor `link`
 */
export function builtInEmail(type: MessageType, languages: readonly string[], payload: MessagePayload): EmailTemplate {
  const { tag, texts } = textsFor(languages);
  const action = actionOf(payload);
  const key = [type, tag, action.hasCode, action.hasLink].join();
  const template = written.get(key) ?? writeEmail(type, tag, texts, action);
  written.set(key, template);
  return template;
}

/** What was written once: as many as there are types, languages and actions. */
const written = new Map<string, EmailTemplate>();

function writeEmail(type: MessageType, tag: string, texts: MessageTexts, { hasCode, hasLink }: Action): EmailTemplate {
  const content = layoutHtml({
    languageTag: tag,
    title: escapeHtml(texts.subjects[type]),
    purpose: escapeHtml(texts.purposes[type]),
    ...(hasCode ? { code: { label: escapeHtml(texts.code), secrecy: escapeHtml(texts.secrecy) } } : {}),
    ...(hasLink ? { link: { label: escapeHtml(texts.button), fallback: escapeHtml(texts.fallback) } } : {}),
    ignore: escapeHtml(texts.ignore),
  });
  return { subject: texts.subjects[type], content, contentType: 'text/html' };
}

/**
 * The kit's own text message for a type, in the nearest language: short, so that it fits one segment with a usual code.
 *
 * @throws `invalid_request_parameters` when the payload has neither `code` nor `link`
 */
export function builtInSms(type: MessageType, languages: readonly string[], payload: MessagePayload): string {
  const { texts } = textsFor(languages);
  const { colon, stop } = texts.punctuation;
  const { hasCode, hasLink } = actionOf(payload);
  const subject = texts.subjects[type];
  if (!hasCode) return `${subject}${colon}{{link}}`;
  const message = `${subject}${colon}{{code}}${stop}${texts.secrecy}`;
  return hasLink ? `${message} {{link}}` : message;
}

/** @param list language tags, separated by spaces */
const nearestLanguage = remembered((list) => closestLanguage(builtInLanguages, list.split(' ')) ?? 'en');

function textsFor(languages: readonly string[]): { tag: string; texts: MessageTexts } {
  const tag = nearestLanguage(languages.join(' '));
  return { tag, texts: textsByLanguage[tag] ?? textsByLanguage.en };
}

function actionOf({ code, link }: MessagePayload): Action {
  const hasCode = isFilled(code);
  const hasLink = isFilled(link);
  if (hasCode || hasLink) return { hasCode, hasLink };
  throw new ConnectorError('invalid_request_parameters', {
    hint: 'The payload has neither code nor link, and the built-in templates need one of them.',
  });
}

function isFilled(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}
