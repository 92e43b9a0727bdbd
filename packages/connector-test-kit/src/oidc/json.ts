export type JsonObject = Readonly<Record<string, unknown>>;

/** As `JSON.stringify`, with big integers written with all their digits. */
export function toJson(value: unknown): string {
  const marked = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? `big-integer:${part}` : part,
  );
  return marked.replaceAll(/"big-integer:(-?\d+)"/g, '$1');
}

/** @throws SyntaxError, TypeError when `text` is not a JSON object */
export function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('Not a JSON object.');
  return { ...value };
}

/** A copy without these members. */
export const without = (object: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
