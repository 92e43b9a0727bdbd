import {
  type Compilable,
  type CompiledQuery,
  type DialectAdapter,
  ExpressionWrapper,
  type Kysely,
  type QueryResult,
  ValueNode,
} from 'kysely';
import type { Tables } from './tables.ts';

/** Stands for a value in a query that is built once. */
class Placeholder {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * Runs a query on the spot, without kysely's layers between: they take longer than most queries on SQLite.
 *
 * @returns `undefined` when it has to wait for its turn
 */
export type Shortcut = <Row>(query: CompiledQuery<Row>) => QueryResult<Row> | undefined;

const shortcuts = new WeakMap<Kysely<Tables>, Shortcut>();

/** Has prepared queries on `db` take a shortcut. */
export function setShortcut(db: Kysely<Tables>, shortcut: Shortcut): void {
  shortcuts.set(db, shortcut);
}

/** @returns what stands for the value of that name */
export type ValueOf<Values> = <Name extends keyof Values>(name: Name) => ExpressionWrapper<Tables, never, Values[Name]>;

/**
 * A query that is built once, for what every sign-in does: building one and writing its SQL takes longer than running it.
 *
 * @param build the query, with `value(name)` wherever a value goes; what decides about the query's shape cannot be a value
 * @returns runs it
 */
export function prepared<Values extends object, Row>(
  build: (db: Kysely<Tables>, value: ValueOf<Values>) => Compilable<Row>,
): (db: Kysely<Tables>, values: Values) => Promise<QueryResult<Row>> {
  /** By database: each has its own dialect. */
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Row>>();
  const compile = (db: Kysely<Tables>): CompiledQuery<Row> => {
    const { adapter } = db.getExecutor();
    const known = compiled.get(adapter);
    if (known) return known;
    const query = build(db, (name) => new ExpressionWrapper(ValueNode.create(new Placeholder(name)))).compile();
    compiled.set(adapter, query);
    return query;
  };
  return async (db, values) => {
    const known = compile(db);
    const parameters = known.parameters.map((parameter) =>
      parameter instanceof Placeholder ? Reflect.get(values, parameter.name) : parameter,
    );
    const query = { ...known, parameters };
    return shortcuts.get(db)?.(query) ?? db.executeQuery(query);
  };
}
