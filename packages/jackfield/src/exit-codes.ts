/** What the command's exit codes mean. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  /** It was carried out, and what it found is not as it should be. */
  found: 3,
} as const;
