/** The fake tenant in a process of its own, so that the memory of a sync can be measured. Talks over the channel. */
import { type LogtoSeed, type LogtoTruth, startLogto } from '@jackfield/connector-test-kit/logto';

/** What can be asked, one question at a time. */
export type TenantQuestion = { ask: 'start'; seed: LogtoSeed } | { ask: 'churn' } | { ask: 'facts' };

/** What is so in the tenant, and what was asked of it since the last time. */
export interface TenantFacts {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly requests: number;
  readonly users: readonly string[];
  readonly organizations: readonly string[];
  readonly organizationRoles: number;
  /** `<organization>:<user>` and `<organization>:<role>:<user>`. */
  readonly holdings: readonly string[];
}

let logto: Awaited<ReturnType<typeof startLogto>> | undefined;

process.on('message', (question: TenantQuestion) => void answer(question));
process.on('disconnect', () => void logto?.close());

async function answer(question: TenantQuestion): Promise<void> {
  if (question.ask === 'start') logto = await startLogto({ seed: question.seed });
  if (logto === undefined) return;
  if (question.ask === 'churn') logto.churn();
  const { baseUrl, clientId, clientSecret, tenant } = logto;
  const truth = tenant.truth();
  const facts: TenantFacts = {
    baseUrl,
    clientId,
    clientSecret,
    requests: logto.calls.total,
    users: truth.users.map(({ id }) => id),
    organizations: truth.organizations.map(({ id }) => id),
    organizationRoles: truth.organizationRoles.length,
    holdings: holdingsOf(truth),
  };
  logto.reset();
  process.send?.(facts);
}

function holdingsOf({ memberships }: LogtoTruth): string[] {
  return memberships.flatMap(({ organizationId, userId, organizationRoleIds }) => [
    `${organizationId}:${userId}`,
    ...organizationRoleIds.map((role) => `${organizationId}:${role}:${userId}`),
  ]);
}
