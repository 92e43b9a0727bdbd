/**
 * What must not reach a terminal or a line of a log: control characters (escape codes, line ends), invisible and
 * direction-changing ones, and halves of surrogate pairs.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** One line of harmless characters: each unsafe one becomes `�`, and what is longer than `longest` is cut. */
export function cleanText(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return cut.replaceAll(unsafe, '\uFFFD');
}

/** Writes each unsafe character as `\uXXXX`, which JSON reads back within a string. */
export function escapeText(text: string): string {
  return text.replaceAll(unsafe, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16);
      return `\\u${unit.padStart(4, '0')}`;
    }).join(''),
  );
}
