import { ConnectorError, type ConnectorModule } from '@jackfield/connector-kit';
import * as z from 'zod';
import * as tiny from '../tiny-social/src/index.ts';
import { type BrokenConnector, withFactory } from './broken-connector.ts';

const { shape } = tiny.configGuard;

/** The tiny connector with another guard; its factory still checks with its own. */
function withGuard(configGuard: ConnectorModule['configGuard']): ConnectorModule {
  return withFactory({ ...tiny, configGuard }, async (options: tiny.TinySocialOptions) => ({
    ...(await tiny.createTinySocial(options)),
    configGuard,
  }));
}

/** The tiny connector, whose factory throws another error for a configuration that is refused. */
function rethrowing(change: (error: ConnectorError, config: unknown) => unknown): ConnectorModule {
  return withFactory(tiny, (options: tiny.TinySocialOptions) =>
    tiny.createTinySocial(options).catch((error: unknown) => {
      throw ConnectorError.isInstance(error) ? change(error, options.config) : error;
    }),
  );
}

const everyRefusal = [
  'does not change its input',
  'names every wrong field at once',
  'says of every wrong field what is wrong',
  'names every required field of an empty configuration',
  'refuses what is not an object',
  'refuses and names an unknown field',
  'never repeats a value',
];

/** Packages with one fault each in how they check their configuration. */
export const brokenConfigurations: Readonly<Record<string, BrokenConnector>> = {
  'drops unknown fields': {
    module: withFactory(tiny, async (options: tiny.TinySocialOptions) => {
      const { aFieldThatNoConnectorHas: _, ...config } = Object(options.config);
      return Reflect.apply(tiny.createTinySocial, undefined, [{ ...options, config }]);
    }),
    failing: ['refuses and names an unknown field'],
  },
  'allows unknown keys in its guard': {
    module: withGuard(z.looseObject(shape)),
    failing: ['refuses unknown keys in every object'],
  },
  'does not mark its secret': {
    module: withGuard(z.strictObject({ ...shape, clientSecret: shape.clientSecret.meta({ secret: false }) })),
    failing: ['marks the secrets, and nothing else', 'marks every field that sounds secret'],
  },
  'does not explain its fields': {
    module: withGuard(z.strictObject({ ...shape, clientId: z.string() })),
    failing: ['gives every field a title, a description and an example'],
  },
  'transforms values': {
    module: withGuard(
      z.strictObject({ ...shape, clientId: shape.clientId.transform((text) => text.trim().toUpperCase()) }),
    ),
    failing: ['changes nothing but defaults'],
  },
  'checks only when it is used': {
    module: withFactory(tiny, ({ config, runtime }: tiny.TinySocialOptions) =>
      tiny.createTinySocial({ getConfig: async () => config, ...(runtime && { runtime }) }),
    ),
    failing: everyRefusal,
  },
  'names the first wrong field only': {
    module: rethrowing(
      ({ code, issues = [] }) =>
        new ConnectorError(code, { hint: `${issues[0]?.path} is wrong`, issues: issues.slice(0, 1) }),
    ),
    failing: ['names every wrong field at once', 'names every required field of an empty configuration'],
  },
  'repeats values': {
    module: rethrowing(
      ({ code, hint, issues = [] }, config) =>
        new ConnectorError(code, { hint: `${hint} in ${JSON.stringify(config)}`, issues }),
    ),
    failing: ['never repeats a value'],
  },
  'throws what is no ConnectorError': {
    module: rethrowing((error) => new TypeError(error.message)),
    failing: [...everyRefusal, 'attack: `__proto__` keys'],
  },
  'changes its input': {
    module: withFactory(tiny, async (options: tiny.TinySocialOptions) => {
      const made = await tiny.createTinySocial(options);
      Object.assign(Object(options.config), { usedAt: 'now' });
      return made;
    }),
    failing: ['does not change its input'],
  },
  'checks by a function that cannot be described': {
    module: withGuard(z.strictObject({ ...shape, clientId: z.custom<string>((value) => typeof value === 'string') })),
    failing: [
      'can be said in JSON Schema',
      'refuses unknown keys in every object',
      'gives every field a title, a description and an example',
      'marks the secrets, and nothing else',
      'marks every field that sounds secret',
      'names every required field of an empty configuration',
    ],
  },
};
