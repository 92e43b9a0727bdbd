/** One check of the code taken out: at least one test must notice. */
export interface Mutant<Row extends string = string> {
  /** In kebab-case: what is missing, for example `literal-not-checked`. */
  id: string;
  /** The rule of the design that the check stands for. */
  row: Row;
  /** Path inside of the list's package. */
  file: string;
  /** Text that occurs exactly once in the file … */
  find: string;
  /** … and what stands there instead. */
  replace: string;
  /** Filters for vitest: parts of the test files' paths; at least one, and as few as will do. */
  tests: readonly string[];
  /** Folder in `packages/` whose tests must notice; default: the list's package. */
  testPackage?: string;
}

export interface MutantList<Row extends string = string> {
  /** Folder in `packages/` of the code that is changed. */
  package: string;
  /** Every rule that needs a mutant. */
  rows: readonly Row[];
  /** A regular expression: only tests whose full name it fits are run. Default: all of the files. */
  testNames?: string;
  mutants: readonly Mutant<Row>[];
}
