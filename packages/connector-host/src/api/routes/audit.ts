import { listAudit } from '../../audit/list.ts';
import { verifyAudit } from '../../audit/verify.ts';
import type { HostContext } from '../../context.ts';
import { type Route, route } from '../route.ts';
import { answerSchemas, querySchemas } from '../schemas.ts';

const tag = 'Audit';

/** What was changed. */
export function auditRoutes(context: HostContext): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/audit',
      operationId: 'listAudit',
      summary: 'List what was changed',
      tag,
      access: 'read',
      query: querySchemas.audit,
      answer: { status: 200, description: 'A page of entries.', body: answerSchemas.AuditPage },
      handle: async ({ query: { before, limit, subject } }) => {
        const found = await listAudit(context, {
          limit: limit + 1,
          ...(before !== undefined && { before }),
          ...(subject !== undefined && { subject }),
        });
        const entries = found.slice(0, limit);
        const last = entries.at(-1);
        return { body: { entries, ...(found.length > limit && last && { next: last.sequence }) } };
      },
    }),
    route({
      method: 'get',
      path: '/audit/verification',
      operationId: 'verifyAudit',
      summary: 'Check that the audit log is whole',
      tag,
      access: 'read',
      answer: { status: 200, description: 'Whether it is.', body: answerSchemas.AuditVerification },
      handle: async () => ({ body: await verifyAudit(context) }),
    }),
  ];
}
