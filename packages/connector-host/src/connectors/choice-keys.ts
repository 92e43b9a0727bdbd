import type { JsonSchema } from '@jackfield/connector-kit/schema';
import { isObject } from './plain-data.ts';

/**
 * The keys by which a configuration chooses between kinds, such as `kind` or `method`: those that hold a constant, or
 * one of a few values inside a branch of a union. Where one of them changes, the fields beside it mean something else.
 */
export function choiceKeys(schema: JsonSchema): ReadonlySet<string> {
  const found = new Set<string>();
  collect(schema, false, found);
  return found;
}

function collect(node: unknown, isBranch: boolean, found: Set<string>): void {
  if (Array.isArray(node)) return node.forEach((item) => collect(item, isBranch, found));
  if (!isObject(node)) return;
  if (isObject(node.properties)) {
    for (const [key, property] of Object.entries(node.properties)) {
      if (isObject(property) && ('const' in property || (isBranch && 'enum' in property))) found.add(key);
    }
  }
  for (const [key, child] of Object.entries(node)) collect(child, key === 'anyOf' || key === 'oneOf', found);
}
