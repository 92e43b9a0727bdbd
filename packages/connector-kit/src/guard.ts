/** A problem that a guard found, in zod's shape; only fields that cannot hold a value of the input are read. */
export interface GuardIssue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * What the kit needs of a schema. Every zod 4 schema fits, of whichever installed copy, so that a connector built
 * against one copy works in a program with another.
 */
export interface Guard<Output = unknown> {
  safeParse(
    value: unknown,
  ): { success: true; data: Output } | { success: false; error: { issues: readonly GuardIssue[] } };
}

/** A guard that also describes itself as JSON Schema: what a connector's configuration needs. */
export interface ConfigGuard<Output = unknown> extends Guard<Output> {
  toJSONSchema(options?: { io?: 'input' | 'output'; target?: 'draft-07' }): object;
}
