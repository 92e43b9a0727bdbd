import { closestLanguage, languageTags } from '../languages.ts';
import type { ConnectorMetadata, Translations } from '../metadata.ts';
import type { Assets } from './load-assets.ts';

/** What a page shows of a connector. */
export interface ConnectorDescription {
  readonly name: string;
  readonly description: string;
  /** A data URL or an https URL. */
  readonly logo: string;
  /** The same for dark backgrounds. */
  readonly logoDark: string;
}

/**
 * The text in the nearest language: the tag itself, its shorter forms (`fr-CA` → `fr`), another form of the same
 * language (`pt` → `pt-BR`), else English.
 *
 * @param languages a tag, several as in `ui_locales`, or an `Accept-Language` header
 */
export function textFor(translations: Translations, languages?: string): string {
  const tag = closestLanguage(Object.keys(translations), languageTags(languages));
  return (tag === undefined ? undefined : translations[tag]) ?? translations.en;
}

/** What to show of a connector to a person with these languages; see {@link textFor}. */
export function describeConnector(
  metadata: Pick<ConnectorMetadata, 'name' | 'description'>,
  assets: Pick<Assets, 'logo' | 'logoDark'>,
  languages?: string,
): ConnectorDescription {
  return {
    name: textFor(metadata.name, languages),
    description: textFor(metadata.description, languages),
    logo: assets.logo,
    logoDark: assets.logoDark,
  };
}
