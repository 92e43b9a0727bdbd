import type { Message } from '../message.ts';
import { builtInSms } from './built-in.ts';
import { fillText } from './fill-text.ts';
import { findTemplate, templateKeys, wantedLanguages } from './find-template.ts';
import { checkMessage, templateNotFound } from './render-checks.ts';
import type { SmsTemplateEntry } from './template-guards.ts';

export interface RenderSmsOptions {
  readonly message: Pick<Message, 'type' | 'payload'>;
  /** The configuration's own templates. */
  readonly templates?: readonly SmsTemplateEntry[];
  /** Whether the kit's own templates serve where nothing else fits. Default `true`. */
  readonly builtIn?: boolean;
}

export interface RenderedSms {
  readonly text: string;
}

/**
 * Writes a text message: from the configured template of the type in the recipient's language (`fr-CA`, `fr`), else the
 * type's default template, else `Generic` likewise, else the built-in one.
 *
 * @throws `invalid_request_parameters` when a variable is not safe to send, or a built-in template lacks `code` and `link`
 * @throws `template_not_found` when nothing fits and `builtIn` is `false`
 */
export function renderSms({ message, templates = [], builtIn = true }: RenderSmsOptions): RenderedSms {
  const { type, payload } = checkMessage(message);
  const languages = wantedLanguages(payload);
  const template = templates.length === 0 ? undefined : findTemplate(templates, templateKeys(type, languages));
  if (template !== undefined) return { text: fillText(template.content, payload) };
  if (!builtIn) throw templateNotFound(type);
  return { text: fillText(builtInSms(type, languages, payload), payload) };
}
