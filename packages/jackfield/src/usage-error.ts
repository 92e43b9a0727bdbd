/** A wrong use of the command: the message says how to mend it, and repeats nothing that may be a secret. */
export class UsageError extends Error {}
