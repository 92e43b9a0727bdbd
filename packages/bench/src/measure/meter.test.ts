import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Meter } from './meter.ts';

it('does everything once, so many at a time, and keeps the order of the results', async () => {
  let [running, most] = [0, 0];
  const meter = new Meter();
  const results = await meter.measure(7, 3, async (index) => {
    most = Math.max(most, ++running);
    await setImmediate();
    running -= 1;
    return index * 10;
  });
  expect(results).toEqual([0, 10, 20, 30, 40, 50, 60]);
  expect(most).toBe(3);
});

it('adds up the parts of an operation, and leaves out what happens between them', async () => {
  const meter = new Meter();
  const busy = (milliseconds: number): void => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };
  await meter.measure(2, 1, async () => busy(5));
  busy(100);
  await meter.measure(2, 1, async () => busy(5));
  const { operations, cpu, elapsed, latencies } = meter.reading;
  expect(operations).toBe(2);
  expect(latencies.every((latency) => latency >= 10)).toBe(true);
  expect(elapsed).toBeGreaterThanOrEqual(20);
  expect(elapsed).toBeLessThan(100);
  expect(cpu).toBeGreaterThan(0);
});
