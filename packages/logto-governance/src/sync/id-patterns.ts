/** Every character that an id of Logto can hold, but for letter case. */
const alphabet = Array.from('0123456789abcdefghijklmnopqrstuvwxyz_-');

/** Ids that go on with one of `characters`. */
export interface IdGroup {
  readonly characters: readonly string[];
  /** The ids of it that are known. */
  readonly known: readonly string[];
}

/** A POSIX regular expression that every id fits. */
export const everyId = '^.';

/** A POSIX regular expression for the ids that begin with `prefix`, in whichever letter case, also where case matters. */
export function beginningWith(prefix: string): string {
  return `^${Array.from(prefix, (character) => oneOf([character])).join('')}`;
}

/** For those that go on with one of `characters`. */
export function goingOnWith(prefix: string, characters: readonly string[]): string {
  return `${beginningWith(prefix)}${oneOf(characters)}`;
}

/** For those that go on with anything else. */
export function goingOnWithout(prefix: string, characters: readonly string[]): string {
  return `${beginningWith(prefix)}[^${bracketed(characters)}]`;
}

/** For one id, and for those that differ from it by letter case alone. */
export function being(id: string): string {
  return `${beginningWith(id)}$`;
}

/** For these ids. */
export function beingOneOf(ids: readonly string[]): string {
  return `^(${ids.join('|')})$`;
}

/** Whether an id is one that the expression finds, when letter case does not matter. */
export function fits(pattern: string, id: string): boolean {
  return new RegExp(pattern, 'i').test(id);
}

/** How all the ids begin, in lower case. */
export function commonBeginning(ids: readonly string[]): string {
  const [first = '', ...others] = ids.map((id) => id.toLowerCase());
  let length = first.length;
  for (const id of others) while (!id.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/**
 * Divides ids by the character after `prefix` into groups of about `size`, judging by those that are known.
 *
 * @param total how many ids begin with `prefix`, known or not
 */
export function divide(prefix: string, known: readonly string[], total: number, size: number): IdGroup[] {
  const byCharacter = new Map<string, string[]>();
  for (const id of known) {
    const character = id.charAt(prefix.length).toLowerCase();
    const like = byCharacter.get(character);
    if (like) like.push(id);
    else if (character !== '') byCharacter.set(character, [id]);
  }
  if (byCharacter.size === 0) return alphabet.map((character) => ({ characters: [character], known: [] }));
  const groups: { characters: string[]; known: string[] }[] = [];
  const room = (size * known.length) / Math.max(total, 1);
  for (const [character, ids] of [...byCharacter].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const last = groups.at(-1);
    if (last && last.known.length + ids.length <= room) {
      last.characters.push(character);
      last.known.push(...ids);
    } else groups.push({ characters: [character], known: [...ids] });
  }
  return groups;
}

/** The characters of ids that are none of these. */
export function otherCharacters(characters: readonly string[]): string[] {
  return alphabet.filter((character) => !characters.includes(character));
}

function oneOf(characters: readonly string[]): string {
  const [character = ''] = characters;
  const isPlain = characters.length === 1 && character.toLowerCase() === character.toUpperCase();
  return isPlain ? character : `[${bracketed(characters)}]`;
}

/** Both cases of each letter; a hyphen stands last, where it means itself. */
function bracketed(characters: readonly string[]): string {
  const forms = characters.flatMap((character) => [...new Set([character.toLowerCase(), character.toUpperCase()])]);
  return forms.toSorted((one, other) => Number(one === '-') - Number(other === '-')).join('');
}
