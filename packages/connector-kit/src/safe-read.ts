/** What was found; reading may run code of the caller's that throws. */
export type Found = { readonly readable: true; readonly value: unknown } | { readonly readable: false };

/** Reads one own property; what is not an object has none. */
export function readKey(value: unknown, key: PropertyKey): Found {
  try {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      return { readable: true, value: undefined };
    }
    const property: unknown = Reflect.get(value, key);
    return { readable: true, value: property };
  } catch {
    return { readable: false };
  }
}

/** Reads along a path of own properties. */
export function readAt(value: unknown, path: readonly PropertyKey[]): Found {
  let found: Found = { readable: true, value };
  for (const key of path) {
    if (!found.readable) return found;
    found = readKey(found.value, key);
  }
  return found;
}

/** Reads one property, own or inherited; `undefined` when reading throws. */
export function readProperty(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}
