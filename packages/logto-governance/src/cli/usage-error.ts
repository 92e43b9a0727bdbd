/** A wrong use of the command: the message says how to mend it. */
export class UsageError extends Error {}
