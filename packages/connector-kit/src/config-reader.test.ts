import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createConfigReader, oncePerConfig } from './config-reader.ts';
import { ConnectorError } from './connector-error.ts';

const guard = z.strictObject({ host: z.string(), port: z.int().default(25) });

describe('createConfigReader', () => {
  it('validates a configuration at once and keeps it', async () => {
    const config = { host: 'a' };
    const read = createConfigReader(guard, 'smtp-email', { config });
    config.host = 'changed';
    expect(await read()).toEqual({ host: 'a', port: 25 });
    expect(await read()).toBe(await read());
  });

  it('refuses a wrong configuration at creation, not at the first use', () => {
    expect(() => createConfigReader(guard, 'smtp-email', { config: {} })).toThrow(
      expect.objectContaining({ code: 'invalid_config', issues: [expect.objectContaining({ path: 'host' })] }),
    );
  });

  it('asks getConfig at every use, with the id of the connector', async () => {
    const asked: string[] = [];
    const answers: unknown[] = [{ host: 'a' }, { host: 'b', port: 1 }, { host: 5 }];
    const read = createConfigReader(guard, 'smtp-email', {
      getConfig: async (id) => {
        asked.push(id);
        return answers.shift();
      },
    });
    expect(asked).toEqual([]);
    expect(await read()).toEqual({ host: 'a', port: 25 });
    expect(await read()).toEqual({ host: 'b', port: 1 });
    await expect(read()).rejects.toSatisfy(ConnectorError.isInstance);
    expect(asked).toEqual(['smtp-email', 'smtp-email', 'smtp-email']);
  });
});

describe('oncePerConfig', () => {
  it('makes something once for the same object, and anew for another one, equal or not', () => {
    const prepare = oncePerConfig((config: { host: string }) => ({ config }));
    const config = { host: 'a' };
    const made = prepare(config);
    expect(made.config).toBe(config);
    expect(prepare(config)).toBe(made);
    const other = prepare({ host: 'a' });
    expect(other).not.toBe(made);
    expect(prepare(config)).not.toBe(made);
  });

  it('keeps nothing when making fails', () => {
    const outcomes = [() => failing(), () => 'made'];
    const prepare = oncePerConfig((_config: object) => outcomes.shift()?.());
    const config = {};
    expect(() => prepare(config)).toThrow('no');
    expect(prepare(config)).toBe('made');
  });
});

function failing(): never {
  throw new Error('no');
}
