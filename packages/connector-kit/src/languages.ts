/** Far more languages than a person reads; what a request says beyond that is not looked at. */
const maximumTags = 20;
const maximumLength = 1000;

/**
 * The language tags in a list as OpenID Connect's `ui_locales` (`fr-CA fr en`) or HTTP's `Accept-Language`
 * (`fr-CA, fr;q=0.9, en;q=0.8`; RFC 9110 §12.5.4) writes it, most wanted first. What is not a tag is left out.
 */
export function languageTags(list: unknown): readonly string[] {
  if (typeof list !== 'string') return [];
  return list
    .slice(0, maximumLength)
    .replaceAll(/\s*;\s*/g, ';')
    .split(/[\s,]+/, maximumTags)
    .map(parseRange)
    .filter(({ tag, weight }) => weight > 0 && /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}$/.test(tag))
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

/** Every tag, each followed by its shorter forms: `fr-CA` gives `fr-CA fr` (the look-up of RFC 4647 §3.4). */
export function languageChain(tags: readonly string[]): readonly string[] {
  const chain = tags.flatMap((tag) => {
    const parts = tag.split('-');
    const prefixes = parts.map((_, index) => parts.slice(0, parts.length - index));
    return prefixes.filter((prefix) => (prefix.at(-1)?.length ?? 0) > 1).map((prefix) => prefix.join('-'));
  });
  return [...new Set(chain)];
}

/**
 * The available language nearest to what is wanted: for each tag itself, its shorter forms, then any other form of the
 * same language (`pt` and `pt-PT` find `pt-BR`). Letter case does not matter.
 */
export function closestLanguage<Tag extends string>(
  available: readonly Tag[],
  wanted: readonly string[],
): Tag | undefined {
  for (const tag of wanted) {
    const chain = languageChain([tag]).map((form) => form.toLowerCase());
    const exact = chain.map((form) => available.find((candidate) => candidate.toLowerCase() === form));
    const found = exact.find((candidate) => candidate !== undefined) ?? sameLanguage(available, tag);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sameLanguage<Tag extends string>(available: readonly Tag[], tag: string): Tag | undefined {
  return available.find((candidate) => primary(candidate) === primary(tag));
}

function primary(tag: string): string {
  return (tag.split('-')[0] ?? '').toLowerCase();
}

function parseRange(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';');
  const quality = parameters.find((parameter) => /^q=/i.test(parameter));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}
