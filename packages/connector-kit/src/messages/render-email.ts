import * as z from 'zod';
import { ConnectorError } from '../connector-error.ts';
import type { EmailTemplate, GetI18nEmailTemplate, Message, MessagePayload } from '../message.ts';
import { parseConfig } from '../parse-config.ts';
import { builtInEmail } from './built-in.ts';
import { fillHtml } from './fill-html.ts';
import { fillAddress, fillHeader, fillText } from './fill-text.ts';
import { findTemplate, type TemplateKey, templateKeys, wantedLanguages } from './find-template.ts';
import { htmlToText } from './html-to-text.ts';
import { checkMessage, templateNotFound } from './render-checks.ts';
import { emailContent, type EmailTemplateEntry } from './template-guards.ts';

export interface RenderEmailOptions {
  readonly message: Pick<Message, 'type' | 'payload'>;
  /** The configuration's own templates. */
  readonly templates?: readonly EmailTemplateEntry[];
  /** Templates kept elsewhere; these come first. */
  readonly getI18nEmailTemplate?: GetI18nEmailTemplate;
  /** Whether the kit's own templates serve where nothing else fits. Default `true`. */
  readonly builtIn?: boolean;
}

export interface RenderedEmail {
  /** One line, without control characters. */
  readonly subject: string;
  /** Absent when the template is plain text. */
  readonly html?: string;
  /** The whole message, or its alternative where there is HTML. */
  readonly text: string;
  /** One line; whether it is one address is for the sender to check. */
  readonly replyTo?: string;
  /** Display name of the sender; one line. */
  readonly sendFrom?: string;
}

/** Of a template kept elsewhere, fields that are not known here are ignored. */
const foreignTemplateGuard = z.object(emailContent);

/**
 * Writes an e-mail. Each source is searched for the type in the recipient's language (`fr-CA`, `fr`), then the type's
 * default template, then `Generic` likewise: first `getI18nEmailTemplate`, then the configured templates, then the
 * built-in ones.
 *
 * @throws `invalid_request_parameters` when a variable is not safe to send, or a built-in template lacks `code` and `link`
 * @throws `template_not_found` when nothing fits and `builtIn` is `false`
 * @throws `invalid_config` when `getI18nEmailTemplate` gives something that is no template
 * @throws `general` when `getI18nEmailTemplate` fails
 */
export async function renderEmail(options: RenderEmailOptions): Promise<RenderedEmail> {
  const { message, templates = [], getI18nEmailTemplate, builtIn = true } = options;
  const { type, payload } = checkMessage(message);
  const languages = wantedLanguages(payload);
  const isBuiltIn = templates.length === 0 && getI18nEmailTemplate === undefined;
  const keys = isBuiltIn ? [] : templateKeys(type, languages);
  const template = (await findForeign(getI18nEmailTemplate, keys)) ?? findTemplate(templates, keys);
  if (template !== undefined) return fill(template, payload);
  if (!builtIn) throw templateNotFound(type);
  return fill(builtInEmail(type, languages, payload), payload);
}

async function findForeign(
  getTemplate: GetI18nEmailTemplate | undefined,
  keys: readonly TemplateKey[],
): Promise<EmailTemplate | undefined> {
  if (getTemplate === undefined) return undefined;
  for (const { type, languageTag } of keys) {
    const template: unknown = await callForeign(() => getTemplate(type, languageTag));
    if (template !== undefined && template !== null) return parseConfig(foreignTemplateGuard, template);
  }
  return undefined;
}

async function callForeign<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (ConnectorError.isInstance(error)) throw error;
    throw new ConnectorError('general', { hint: 'The look-up of the e-mail template failed.', cause: error });
  }
}

function fill(template: EmailTemplate, payload: MessagePayload): RenderedEmail {
  const { subject, content, contentType = 'text/html', replyTo, sendFrom } = template;
  const html = contentType === 'text/html' ? fillHtml(content, payload) : undefined;
  return {
    subject: fillHeader(subject, payload),
    ...(html === undefined ? {} : { html }),
    text: html === undefined ? fillText(content, payload) : htmlToText(html),
    ...(replyTo === undefined ? {} : { replyTo: fillAddress(replyTo, payload) }),
    ...(sendFrom === undefined ? {} : { sendFrom: fillHeader(sendFrom, payload) }),
  };
}
