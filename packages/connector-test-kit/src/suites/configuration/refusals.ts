import type { ConnectorError } from '@jackfield/connector-kit';
import { configJsonSchema } from '@jackfield/connector-kit/schema';
import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import { plantCanaries } from '../leak/canaries.ts';
import { expectNoLeak } from '../leak/expect-no-leak.ts';
import { leafPaths, withValue } from './leaves.ts';
import type { ConfigurationContext } from './suite.ts';

/** What happens to an invalid configuration. */
export const refusalCases = {
  'names every wrong field at once': async ({ invalid, create }) => {
    expect(invalid, '"invalid" must not be empty').not.toEqual([]);
    for (const { config, fields } of invalid) {
      const error = await expectConnectorError(() => create(config), 'invalid_config');
      expect(namedFields(error)).toEqual(expect.arrayContaining([...fields]));
      for (const field of fields) expect(error.hint, 'the hint').toContain(field);
    }
  },
  'says of every wrong field what is wrong': async ({ invalid, create }) => {
    for (const { config } of invalid) {
      const { issues = [] } = await expectConnectorError(() => create(config), 'invalid_config');
      for (const issue of issues) expect(issue.problem, `the problem of ${issue.path}`).toMatch(/\S/);
    }
  },
  'names every required field of an empty configuration': async ({ module, create }) => {
    const { required } = configJsonSchema(module.configGuard);
    const error = await expectConnectorError(() => create({}), 'invalid_config');
    expect(namedFields(error)).toEqual(expect.arrayContaining(Array.isArray(required) ? required : []));
    expect(error.issues?.length ?? 0, 'the number of wrong fields').toBeGreaterThan(0);
  },
  'refuses what is not an object': async ({ create }) => {
    for (const config of [null, '', 'text', 0, true, [], () => ({})]) {
      await expectConnectorError(() => create(config), 'invalid_config');
    }
  },
  'refuses and names an unknown field': async ({ valid, create }) => {
    const [config] = valid;
    const error = await expectConnectorError(
      () => create({ ...config, aFieldThatNoConnectorHas: 1 }),
      'invalid_config',
    );
    expect(error.hint ?? '').toContain('aFieldThatNoConnectorHas');
  },
  'never repeats a value': async ({ valid, create }) => {
    for (const config of valid) {
      for (const path of leafPaths(config)) {
        const canaries = plantCanaries();
        const everywhere = leafPaths(config).reduce(
          (changed: unknown, leaf) => withValue(changed, leaf, canaries.secret(leaf.join('.'))),
          config,
        );
        const wrong = withValue(everywhere, path, { wrong: [canaries.secret('a nested value')] });
        expectNoLeak(await expectConnectorError(() => create(wrong), 'invalid_config'), canaries.planted);
      }
    }
  },
  'attack: `__proto__` keys': async ({ valid, create }) => {
    const hostile: unknown = JSON.parse(JSON.stringify(valid[0]).replace('{', '{"__proto__":{"polluted":true},'));
    await create(hostile).catch((error: unknown) =>
      expectConnectorError(() => Promise.reject(error), 'invalid_config'),
    );
    expect('polluted' in {}, 'whether every object is polluted').toBe(false);
  },
} as const satisfies Cases<ConfigurationContext>;

function namedFields({ issues = [] }: ConnectorError): string[] {
  return issues.map(({ path }) => path);
}
