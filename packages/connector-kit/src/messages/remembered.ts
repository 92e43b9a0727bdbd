/** Characters of all the texts that one function remembers: a few dozen long templates. */
const limit = 1_000_000;

/**
 * Remembers what `read` makes of a text, for templates and lists of languages: a handful of them are read again and
 * again. When the texts get too many, those used longest ago are forgotten.
 */
export function remembered<Result>(read: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  let size = 0;
  return (text) => {
    const known = results.get(text);
    const result = known ?? read(text);
    size += results.delete(text) ? 0 : text.length;
    results.set(text, result);
    for (const oldest of results.keys()) {
      if (size <= limit) break;
      results.delete(oldest);
      size -= oldest.length;
    }
    return result;
  };
}
