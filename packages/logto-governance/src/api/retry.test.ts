import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';
import { retryDelay, usualDelays } from './retry.ts';

const rules = { ...usualDelays, retries: 4 };

const error = (code: ConnectorErrorCode, options: { retryAfter?: number; status?: number; name?: string } = {}) =>
  new ConnectorError(code, {
    ...(options.retryAfter !== undefined && { retryAfter: options.retryAfter }),
    cause: { status: options.status, code: options.name },
  });

describe('when a request is repeated', () => {
  it('waits longer each time, up to a limit, and gives up in the end', () => {
    const delays = [1, 2, 3, 4, 5].map((attempt) => retryDelay(error('provider_unavailable'), attempt, rules, 0));
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 0]);
    expect(retryDelay(error('provider_unavailable'), 30, { ...rules, retries: 40 }, 0)).toBe(30_000);
  });

  it('spreads repetitions', () => {
    expect(retryDelay(error('provider_unavailable'), 1, rules, 1)).toBe(625);
  });

  it.each([
    [0, 500],
    [7, 7_000],
    [300, 300_000],
    [301, 0],
    [86_400, 0],
  ])('attack: Retry-After of %i s: waits %i ms, and 0 is to give up', (retryAfter, delay) => {
    expect(retryDelay(error('rate_limit_exceeded', { retryAfter }), 1, rules, 0)).toBe(delay);
  });

  it('repeats an answer that makes no sense twice, and one that refuses never', () => {
    const nonsense = error('invalid_response', { status: 200 });
    expect([1, 2, 3].map((attempt) => retryDelay(nonsense, attempt, rules, 0) > 0)).toEqual([true, true, false]);
    for (const refusal of [
      error('invalid_response', { status: 400 }),
      error('invalid_config'),
      error('egress_refused'),
    ]) {
      expect(retryDelay(refusal, 1, rules, 0)).toBe(0);
    }
  });

  it.each(['ENOTFOUND', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    'does not repeat what no repetition mends: %s',
    (name) => {
      expect(retryDelay(error('provider_unavailable', { name }), 1, rules, 0)).toBe(0);
    },
  );
});

describe('the pace', () => {
  /** Runs tasks that end when they are told to. */
  function load(pace: Pace, count: number) {
    const running: (() => void)[] = [];
    const all = Promise.all(
      Array.from({ length: count }, () => pace.run(() => new Promise<void>((resolve) => running.push(resolve)))),
    );
    return { running, all };
  }

  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('lets so many requests be under way, and no more', async () => {
    const { running, all } = load(new Pace(3), 8);
    let most = 0;
    for (let ended = 0; ended < 8; ended += 1) {
      await settled();
      most = Math.max(most, running.length);
      running.shift()?.();
    }
    await all;
    expect(most).toBe(3);
  });

  it('halves when it is told to pause, once for each pause, and rises again', async () => {
    const pace = new Pace(8);
    for (let time = 0; time < 5; time += 1) pace.pause(20);
    const { running, all } = load(pace, 12);
    await settled();
    expect(running).toHaveLength(4);
    for (let answers = 0; answers < 40; answers += 1) pace.answered();
    await settled();
    expect(running).toHaveLength(6);
    while (running.length > 0) {
      running.shift()?.();
      await settled();
    }
    await all;
  });

  it('lets nobody go before a pause is over', async () => {
    const pace = new Pace(2);
    const start = performance.now();
    pace.pause(30);
    pace.pause(5);
    await pace.ready(new AbortController().signal);
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  });

  it('ends a pause when it is told to stop', async () => {
    const pace = new Pace(2);
    pace.pause(60_000);
    const stop = new AbortController();
    const waiting = pace.ready(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
