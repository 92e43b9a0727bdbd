import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createConfigReader } from './config-reader.ts';
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

  it('prepares a configuration once, and one that is looked up at every use', async () => {
    const prepare = ({ host, port }: z.output<typeof guard>) => ({ address: `${host}:${port}` });
    const read = createConfigReader(guard, 'smtp-email', { config: { host: 'a' } }, prepare);
    expect(await read()).toEqual({ address: 'a:25' });
    expect(await read()).toBe(await read());
    let port = 0;
    const lookUp = createConfigReader(
      guard,
      'smtp-email',
      { getConfig: async () => ({ host: 'b', port: (port += 1) }) },
      prepare,
    );
    expect([await lookUp(), await lookUp()]).toEqual([{ address: 'b:1' }, { address: 'b:2' }]);
  });

  it('fails at creation when a configuration cannot be prepared', () => {
    const prepare = () => {
      throw new Error('no');
    };
    expect(() => createConfigReader(guard, 'smtp-email', { config: { host: 'a' } }, prepare)).toThrow('no');
  });
});
