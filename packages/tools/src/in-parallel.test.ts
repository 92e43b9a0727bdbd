import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel.ts';

describe('inParallel', () => {
  it('keeps the order and the limit', async () => {
    let [running, most] = [0, 0];
    const results = await inParallel([3, 2, 1, 0], 2, async (turns) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      running--;
      return turns * 10;
    });
    expect(results).toEqual([30, 20, 10, 0]);
    expect(most).toBe(2);
  });

  it('begins nothing after a failure, and waits for what runs', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const done = inParallel([0, 1, 2], 2, async (item) => {
      begun.push(item);
      if (item === 0) throw new Error('first');
      await setImmediate();
      ended.push(item);
    });
    await expect(done).rejects.toThrow('first');
    expect([begun, ended]).toEqual([[0, 1], [1]]);
  });
});
