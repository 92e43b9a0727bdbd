import type { Connector, ConnectorModule, Runtime } from '@jackfield/connector-kit';
import { createConnector } from '../create-connector.ts';
import { defineSuite, type Skip } from '../define-suite.ts';
import { guardCases } from './guard.ts';
import { refusalCases } from './refusals.ts';
import { validCases } from './valid.ts';

/** A configuration with faults. */
export interface InvalidConfig {
  readonly config: unknown;
  /** Every wrong field, as the path in the error's `issues`: `auth.password`, `scopes[0]`; `''` is the whole. */
  readonly fields: readonly string[];
}

export interface ConfigurationSuiteOptions {
  /** What the package exports: `import * as module from './index.ts'`. */
  readonly module: ConnectorModule;
  /** Valid configurations; together they should use every branch and field. */
  readonly valid: readonly Readonly<Record<string, unknown>>[];
  readonly invalid: readonly InvalidConfig[];
  /** Where the secrets lie: `clientSecret`, `auth.password`, `keys.*`. Compared with the guard's marks. */
  readonly secrets: readonly string[];
  /** Further options of the factory. */
  readonly options?: Readonly<{ runtime?: Runtime } & Record<string, unknown>>;
  readonly skip?: Skip<keyof typeof cases>;
}

/** What every case of the configuration suite gets; `valid` is a copy each time. */
export interface ConfigurationContext extends Required<Omit<ConfigurationSuiteOptions, 'skip' | 'options'>> {
  /** Calls the factory with this configuration. */
  readonly create: (config: unknown) => Promise<Connector>;
}

const cases = { ...guardCases, ...validCases, ...refusalCases };

/** Checks the guard, and that the factory refuses what the guard refuses, naming every wrong field and no value. */
export function configurationSuite(options: ConfigurationSuiteOptions): void {
  const { module, valid, invalid, secrets } = options;
  const create = (config: unknown) => createConnector(module, { ...options.options, config });
  defineSuite<ConfigurationContext, keyof typeof cases>({
    title: `configuration suite: ${module.metadata.id}`,
    cases,
    skip: options.skip,
    start: () => ({
      module,
      get valid() {
        return structuredClone(valid);
      },
      invalid,
      secrets,
      create,
    }),
  });
}
