import { languageChain, languageTags } from '../languages.ts';
import type { MessagePayload, MessageType } from '../message.ts';
import { remembered } from './remembered.ts';

/** Where to look, in order; a template without a language tag serves every language. */
export interface TemplateKey {
  readonly type: MessageType;
  readonly languageTag?: string | undefined;
}

/** The recipient's languages: `locale`, or else those of `uiLocales`. */
export function wantedLanguages(payload: MessagePayload): readonly string[] {
  const locale = tagsIn(payload.locale);
  return locale.length > 0 ? locale : tagsIn(payload.uiLocales);
}

function tagsIn(list: unknown): readonly string[] {
  return typeof list === 'string' ? readTags(list) : [];
}

const readTags = remembered(languageTags);

/**
 * The order of the look-up in one source of templates: the type in each language (`fr-CA`, `fr`), the type's default
 * template, then the same for `Generic`.
 */
export function templateKeys(type: MessageType, languages: readonly string[]): readonly TemplateKey[] {
  const tags = [...languageChain(languages), undefined];
  const types: readonly MessageType[] = type === 'Generic' ? ['Generic'] : [type, 'Generic'];
  return types.flatMap((each) => tags.map((languageTag) => ({ type: each, languageTag })));
}

/** The first entry that fits the earliest key. Letter case of language tags does not matter. */
export function findTemplate<Entry extends TemplateKey>(
  entries: readonly Entry[],
  keys: readonly TemplateKey[],
): Entry | undefined {
  const byKey = new Map(entries.toReversed().map((entry) => [keyOf(entry), entry]));
  const found = keys.find((key) => byKey.has(keyOf(key)));
  return found === undefined ? undefined : byKey.get(keyOf(found));
}

function keyOf({ type, languageTag }: TemplateKey): string {
  return `${type} ${languageTag?.toLowerCase() ?? ''}`;
}
