import type { Names } from './names.ts';

export interface Substitutions {
  readonly names: Names;
  /** `@jackfield/acme-id`, or `jackfield-connector-acme-id`. */
  readonly packageName: string;
  /** Address in the template → the provider's own. */
  readonly addresses: ReadonlyMap<string, string>;
}

/**
 * Turns the connector to "Specimen" of a template into another one: its addresses, its package's name, and its own in four
 * spellings. All in one pass, so that nothing that was put in is replaced again.
 */
export function fillTemplate(text: string, { names, packageName, addresses }: Substitutions): string {
  const literals = new Map([...addresses, ['@jackfield/specimen', packageName], ['SPECIMEN', names.constant]]);
  const longestFirst = [...literals.keys()].toSorted((one, other) => other.length - one.length).map(escaped);
  // Alone, it is what people call the provider; within an identifier, a part of that.
  const pattern = new RegExp(String.raw`${longestFirst.join('|')}|Specimen|specimen`, 'g');
  return text.replaceAll(pattern, (found, offset: number) => {
    const literal = literals.get(found);
    if (literal !== undefined) return literal;
    if (found === 'specimen') return names.kebab;
    return isAlone(text, offset, found.length) ? names.title : names.pascal;
  });
}

const isAlone = (text: string, offset: number, length: number): boolean =>
  !/\w/.test(text.charAt(offset - 1)) && !/\w/.test(text.charAt(offset + length));

const escaped = (literal: string): string => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
