/** Whether a key of the input may be shown: it looks like a name and not like a value in the wrong place. */
export function isIdentifier(key: string): boolean {
  return /^[A-Za-z][\w-]{0,63}$/.test(key);
}

/** The known key that `key` most likely stands for; `undefined` when none is near. */
export function closestKey(key: string, known: readonly string[]): string | undefined {
  const wanted = plain(key);
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .filter(({ candidate, distance }) => candidate.length > 2 && distance <= Math.ceil(candidate.length / 3))
    .toSorted((one, other) => one.distance - other.distance);
  return ranked[0]?.candidate;
}

/** `client_id`, `client-id` and `ClientID` are one name. */
function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Insertions, deletions and replacements that turn one text into the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of one.split('').entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (other[column - 1] === character ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
