import { ConnectorError, type ResolvedAddress } from '@jackfield/connector-kit';
import { onTestFinished } from 'vitest';
import { type ClosableEgress, createEgress, type EgressOptions } from '../index.ts';

/** A policy that is closed with the test. */
export function testEgress(options?: EgressOptions): ClosableEgress {
  const egress = createEgress(options);
  onTestFinished(() => egress.close());
  return egress;
}

/** What `action` fails with; fails itself when that is no connector error. */
export async function failureOf(action: Promise<unknown> | (() => unknown)): Promise<ConnectorError> {
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (error) {
    if (ConnectorError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('expected a connector error, but nothing was thrown');
}

/** A resolver that knows these names, and gives each list of addresses in turn, the last one for ever. */
export function namesOf(names: Readonly<Record<string, readonly (readonly string[])[]>>): {
  lookup: (host: string) => Promise<readonly Pick<ResolvedAddress, 'address'>[]>;
  asked: string[];
} {
  const asked: string[] = [];
  const turns = new Map<string, number>();
  return {
    asked,
    lookup: async (host) => {
      asked.push(host);
      const lists = names[host];
      if (lists === undefined) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      const turn = turns.get(host) ?? 0;
      turns.set(host, turn + 1);
      return (lists[Math.min(turn, lists.length - 1)] ?? []).map((address) => ({ address }));
    },
  };
}
