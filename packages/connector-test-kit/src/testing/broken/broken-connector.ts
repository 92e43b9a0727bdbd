import type { Connector, ConnectorModule } from '@jackfield/connector-kit';

/** A package with one fault, and the cases of its suite that must fail because of it: exactly these. */
export interface BrokenConnector {
  readonly module: ConnectorModule;
  readonly failing: readonly string[];
}

/** A module whose factory makes the good connector and then changes some of its members. */
export function withMembers<Options extends object, Instance extends Connector>(
  good: ConnectorModule & { default: (options: Options) => Promise<Instance> },
  change: (instance: Instance, options: Options) => Partial<Instance>,
): ConnectorModule {
  const factory: (options: Options) => Promise<Instance> = good.default;
  return withFactory(good, async (options: Options) => {
    const instance = await factory(options);
    return { ...instance, ...change(instance, options) };
  });
}

/** A module with another factory. */
export function withFactory(good: ConnectorModule, factory: (options: never) => Promise<Connector>): ConnectorModule {
  return { ...good, default: (options: unknown) => Reflect.apply(factory, undefined, [options]) };
}
