import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import * as oldestZod from 'zod-oldest';
import type { ConfigSource, ConnectorOptions } from './connector.ts';
import { ConnectorError } from './connector-error.ts';
import type { EmailConnector } from './message.ts';
import { type ConnectorModule, parseConnectorModule } from './module.ts';

const metadata = {
  id: 'example',
  type: 'Email',
  target: 'example',
  platform: null,
  name: { en: 'Example' },
  description: { en: 'An example.' },
  logo: './logo.svg',
  logoDark: null,
  readme: './README.md',
  configTemplate: './config-template.json',
  specVersion: 1,
};

const good = {
  metadata,
  configGuard: z.strictObject({ host: z.string() }),
  configTemplate: { host: 'mail.example.com' },
  default: async () => ({}),
};

function hintOf(exports: unknown): string {
  try {
    parseConnectorModule(exports);
  } catch (error) {
    if (ConnectorError.isInstance(error) && error.code === 'invalid_metadata') return error.hint ?? '';
    throw error;
  }
  throw new Error('The module was accepted.');
}

describe('ConnectorModule', () => {
  it('is what a connector with a configuration of its own exports', () => {
    interface ExampleConfig {
      host: string;
    }
    const createExample = async (options: ConfigSource<ExampleConfig> & ConnectorOptions): Promise<EmailConnector> => {
      throw new Error(typeof options.config);
    };
    expectTypeOf<typeof createExample>().toExtend<ConnectorModule['default']>();
    expectTypeOf<(options: { host: number }) => string>().not.toExtend<ConnectorModule['default']>();
    expect(parseConnectorModule({ ...good, default: createExample }).default).toBe(createExample);
  });
});

describe('parseConnectorModule', () => {
  it('accepts what a connector package exports, and more', () => {
    expect(parseConnectorModule({ ...good, createExample: good.default })).toMatchObject(good);
  });

  it('accepts the namespace object of a module', async () => {
    const source = 'export default () => {}; export const configTemplate = {};';
    const namespace: object = await import(`data:text/javascript,${encodeURIComponent(source)}`);
    expect(hintOf(namespace)).toContain('metadata: ');
    expect(hintOf(namespace)).not.toContain('default: ');
  });

  it('accepts a guard of another copy of zod', () => {
    const configGuard = oldestZod.strictObject({ host: oldestZod.string() });
    expect(oldestZod.ZodObject).not.toBe(z.ZodObject);
    expect(parseConnectorModule({ ...good, configGuard }).configGuard).toBe(configGuard);
  });

  it('names every export that is missing or wrong', () => {
    const hint = hintOf({
      metadata: { ...metadata, specVersion: 3 },
      configGuard: {},
      configTemplate: [],
      default: {},
    });
    expect(hint).toContain('metadata.specVersion: ');
    expect(hint).toContain('configGuard: expected a zod schema (4.2 or newer)');
    expect(hint).toContain('configTemplate: ');
    expect(hint).toContain('default: expected a factory function');
  });

  it.each([[undefined], [null], ['text'], [() => {}]])('refuses %s', (exports) => {
    expect(hintOf(exports)).toContain('module: ');
  });
});
