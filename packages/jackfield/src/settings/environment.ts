/** The process' environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's value; an empty one is none. */
export function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}

/** A variable's values, separated by commas or white space. */
export function variableList(environment: Environment, name: string): readonly string[] {
  return (environment[name] ?? '').split(/[\s,]+/).filter((value) => value !== '');
}
