import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import type { ConfigurationContext } from './suite.ts';

/** What happens to a valid configuration. */
export const validCases = {
  'accepts every valid configuration, at creation': async ({ module, valid, create }) => {
    expect(valid, '"valid" must not be empty').not.toEqual([]);
    for (const config of valid) {
      const connector = await create(config);
      expect(connector.metadata).toBe(module.metadata);
      expect(connector.configGuard).toBe(module.configGuard);
      expect(connector.type).toBe(module.metadata.type);
    }
  },
  'accepts the configuration template': async ({ module, create }) => {
    await expect(create(structuredClone(module.configTemplate))).resolves.toBeTypeOf('object');
  },
  'changes nothing but defaults': ({ module, valid }) => {
    for (const config of valid) expect(module.configGuard.safeParse(config)).toMatchObject({ data: config });
  },
  'does not change its input': async ({ valid, invalid, create }) => {
    for (const config of valid) {
      const input = frozen(config);
      await create(input);
      expect(input).toEqual(config);
    }
    for (const { config } of invalid) await expectConnectorError(() => create(frozen(config)), 'invalid_config');
  },
} as const satisfies Cases<ConfigurationContext>;

/** A deep copy whose every change throws. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozen));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, frozen(item)])));
}
