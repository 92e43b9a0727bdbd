import type { LogtoSeed } from '@jackfield/connector-test-kit/logto';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TenantFacts, TenantQuestion } from './tenant-process.ts';

/** A fake tenant in a process of its own. */
export interface DemoTenant {
  /** @returns what is so, and what was asked of it since the last call */
  facts(): Promise<TenantFacts>;
  /** Changes a little of everything. */
  churn(): Promise<TenantFacts>;
  close(): Promise<void>;
}

export async function startTenant(seed: LogtoSeed): Promise<DemoTenant> {
  const child = fork(fileURLToPath(new URL('tenant-process.ts', import.meta.url)), {
    execArgv: ['--conditions=@jackfield/source'],
  });
  const ask = async (question: TenantQuestion): Promise<TenantFacts> => {
    child.send(question);
    const answers: unknown[] = await once(child, 'message');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this very package's own process sends
    return answers[0] as TenantFacts;
  };
  await ask({ ask: 'start', seed });
  return {
    facts: () => ask({ ask: 'facts' }),
    churn: () => ask({ ask: 'churn' }),
    async close() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

const pages = (count: number): number => Math.ceil(count / 100);

/** The least requests that could read a tenant: each list page by page, and nothing twice. */
export function leastRequests({ users, organizations, organizationRoles, holdings }: TenantFacts): number {
  const members = new Map(organizations.map((organization) => [organization, 0]));
  for (const holding of holdings) {
    const [organization = '', , role] = holding.split(':');
    if (role === undefined) members.set(organization, (members.get(organization) ?? 0) + 1);
  }
  const ofMembers = [...members.values()].reduce((sum, count) => sum + pages(count), 0);
  return pages(users.length) + pages(organizations.length) + ofMembers + pages(organizationRoles);
}
