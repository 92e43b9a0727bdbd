import * as z from 'zod';
import { call, type Client, report } from './site.ts';

const auditGuard = z.looseObject({ entries: z.array(z.looseObject({ sequence: z.int() })) });

/** A page of the audit log, without gaps. */
export async function readAudit(client: Client): Promise<void> {
  const outcome = await call(client, 'list audit', { path: '/api/audit?limit=100' });
  if (outcome.state !== 'acknowledged') return;
  const sequences = auditGuard.parse(outcome.body).entries.map(({ sequence }) => sequence);
  const hasGap = sequences.some((sequence, index) => index > 0 && sequence !== Number(sequences[index - 1]) - 1);
  if (hasGap || sequences.length === 0) report(client, 'a page of the audit log has gaps');
}

const verificationGuard = z.looseObject({ intact: z.boolean() });

export async function verifyAudit(client: Client): Promise<void> {
  const outcome = await call(client, 'verify audit', { path: '/api/audit/verification' });
  if (outcome.state !== 'acknowledged') return;
  if (!verificationGuard.parse(outcome.body).intact) report(client, 'a host finds the audit log broken');
}

const exportGuard = z.looseObject({
  connectors: z.array(z.looseObject({ connectorId: z.string() })),
  omitted: z.array(z.looseObject({ code: z.string() })),
});

export async function exportConnectors(client: Client): Promise<void> {
  const outcome = await call(client, 'export', { path: '/api/export' });
  if (outcome.state !== 'acknowledged') return;
  const { connectors, omitted } = exportGuard.parse(outcome.body);
  for (const { code } of omitted) report(client, `an export leaves a connector out: ${code}`);
  const mail = connectors.filter(({ connectorId }) => connectorId === 'smtp-email').length;
  if (mail !== 1) report(client, `an export has ${mail} e-mail connectors`);
}
