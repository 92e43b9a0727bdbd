/**
 * Everything that could steer a terminal or turn a line around: control and format characters (escape codes, right-to-left
 * marks, zero-width ones), lone surrogates, unassigned and private ones, line and paragraph separators.
 */
const unsafe = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** More marks than any script sets on one letter only bury the lines around. */
const heapedMarks = /(\p{M}{4})\p{M}+/gu;

/** A text as it can be shown on a terminal: what is not safe is written as `\u{…}`. */
export function safeText(text: string): string {
  return text.replaceAll(heapedMarks, '$1').replaceAll(unsafe, (character) => `\\u{${hex(character)}}`);
}

/** The beginning of a text, on one line. */
export function shortText(text: string, most = 80): string {
  const line = safeText(text.replaceAll(/\s+/g, ' ').trim());
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** JSON in which nothing is left that steers a terminal; it says the same as before. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(unsafe, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** Columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** East Asian wide and full-width characters (Unicode Standard Annex 11), and pictures. */
const wide =
  /[\u{1100}-\u{115F}\u{2E80}-\u{303E}\u{3041}-\u{A4CF}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE30}-\u{FE6F}\u{FF00}-\u{FF60}\u{FFE0}-\u{FFE6}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]/u;

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
