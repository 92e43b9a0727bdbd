/**
 * Loads something when it is first needed, and keeps it: `import()` takes tens of microseconds also of a module that is
 * there already.
 */
export function loadedOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loaded: Promise<Loaded> | undefined;
  return () => (loaded ??= load());
}
