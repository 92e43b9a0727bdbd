import { ConnectorError } from '@jackfield/connector-kit';
import { type LogtoVariantName, logtoVariants, startLogto } from '@jackfield/connector-test-kit/logto';
import { createRuntime } from '@jackfield/egress';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differenceFrom, takeSnapshot } from '../testing/setup.ts';

/** Tenants that lie about records in a way that agrees with itself: nothing can tell. */
const consistentLies = new Set<string>(['organizations/row-id-prototype']);

/** These never answer, or make us wait: one attempt suffices. */
const isSlow = (name: string): boolean => /\/(?:slow|silent)$/.test(name);

/** The connector never asks for a single user or organization. */
const isAsked = (name: string): boolean => !/^(?:user|organization|user-organizations)\//.test(name);

const names = (Object.keys(logtoVariants) as LogtoVariantName[]).filter(isAsked);
const folder = mkdtempSync(join(tmpdir(), 'jackfield-logto-variants-'));
const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'] } });
const outcomes = new Map<string, Outcome>();

interface Outcome {
  /** The state of the snapshot, or the error's code. */
  readonly state: string;
  /** Records of the tenant that the snapshot lacks, has too many, or has held by someone else. */
  readonly wrong: number;
}

beforeAll(async () => {
  const waiting = names.values();
  const worker = async (): Promise<void> => {
    for (const name of waiting) outcomes.set(name, await meet(name));
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}, 120_000);

afterAll(async () => {
  await runtime.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a tenant that answers otherwise than an honest Logto', () => {
  it.each(names)('%s: a snapshot is sealed only when it is complete and true', (name) => {
    const outcome = outcomes.get(name);
    expect(outcome?.state).toMatch(/^(?:Connected|Incomplete|invalid_|provider_|rate_limit_)/);
    if (outcome?.state === 'Connected' && !consistentLies.has(name)) expect(outcome.wrong).toBe(0);
  });

  it('meets tenants of every kind: that can be read all the same, that cannot be proven, that cannot be read', () => {
    const states = [...outcomes.values()].map(({ state }) => state);
    for (const state of [
      'Connected',
      'Incomplete',
      'invalid_response',
      'provider_unavailable',
      'rate_limit_exceeded',
    ]) {
      expect(states.filter((one) => one === state).length, state).toBeGreaterThan(2);
    }
  });
});

async function meet(name: LogtoVariantName): Promise<Outcome> {
  const logto = await startLogto({ seed: { users: 220, organizations: 6, memberships: 150 } });
  logto.use(name);
  const database = join(folder, `${name.replaceAll('/', '-')}.db`);
  const config = { retries: isSlow(name) ? 0 : 4, timeout: isSlow(name) ? 0.5 : 5 };
  try {
    const { result } = await takeSnapshot(logto, { runtime, database, config });
    const { users, organizations, organizationRoles, memberships, assignments } = await differenceFrom(
      logto,
      database,
      result.snapshot,
    );
    const lists = [users, organizations, organizationRoles, memberships, assignments];
    const wrong = lists.reduce((sum, { created, deleted }) => sum + created.length + deleted.length, 0);
    return { state: result.state, wrong };
  } catch (error) {
    return { state: ConnectorError.isInstance(error) ? error.code : String(error), wrong: 0 };
  } finally {
    await logto.close();
  }
}
