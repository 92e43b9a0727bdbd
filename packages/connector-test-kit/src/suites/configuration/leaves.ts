/** Keys and indices from the outside in. */
export type Path = readonly string[];

/** Where the values lie that are neither objects nor lists. */
export function leafPaths(value: unknown): Path[] {
  if (!isContainer(value)) return [[]];
  return Object.entries(value).flatMap(([key, item]) => leafPaths(item).map((path) => [key].concat(path)));
}

/** A copy of `value` with something else at `path`. */
export function withValue(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value)) return value.with(Number(key), withValue(value[Number(key)], rest, replacement));
  if (!isContainer(value)) return value;
  return { ...value, [key]: withValue(Object.entries(value).find(([name]) => name === key)?.[1], rest, replacement) };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
