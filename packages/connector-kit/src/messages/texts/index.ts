import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { ptBr } from './pt-br.ts';
import { trTr } from './tr-tr.ts';
import { zhCn } from './zh-cn.ts';
import type { MessageTexts } from './message-texts.ts';

export type { MessageTexts } from './message-texts.ts';

/** The built-in texts by BCP 47 tag. */
export const textsByLanguage: { readonly en: MessageTexts } & Readonly<Record<string, MessageTexts>> = {
  en,
  de,
  fr,
  es,
  it,
  'pt-BR': ptBr,
  pl,
  'tr-TR': trTr,
  ja,
  ko,
  'zh-CN': zhCn,
  nl,
};
