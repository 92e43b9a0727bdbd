/** RFC 5646, in its common forms. */
export const languageTag = /^[a-z]{2,8}(?:-[a-z\d]{1,8}){0,3}$/i;
/** Languages of a browser that are looked at. */
const mostLanguages = 10;

/** The language tags of `Accept-Language` (RFC 9110 §12.5.4), as it lists them, separated by spaces. */
export function acceptedLanguages({ headers }: Request): string {
  const ranges = (headers.get('accept-language') ?? '').split(',', mostLanguages);
  const tags = ranges.map((range) => range.split(';', 1)[0]?.trim() ?? '');
  return tags.filter((tag) => languageTag.test(tag)).join(' ');
}
