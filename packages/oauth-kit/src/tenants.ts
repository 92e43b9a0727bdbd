import { ConnectorError } from '@jackfield/connector-kit';
import type { TenantPolicy } from './settings.ts';

/** What Entra writes into the issuer of a multi-tenant discovery document. */
const placeholder = '{tenantid}';
const tenantIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What Entra puts in the tenant's place: any of them, those of organizations, those of persons. */
const manyTenants = /\/(?:common|organizations|consumers)(?=\/|$)/;

/** The template behind an issuer that is configured for many tenants. */
export function templateOf(issuer: string): string {
  return issuer.replace(manyTenants, `/${placeholder}`);
}

/** Whether an issuer stands for many tenants. */
export function isIssuerTemplate(issuer: string): boolean {
  return issuer.includes(placeholder);
}

/**
 * The issuer that a token of this tenant must carry: the template with the token's own `tid`.
 *
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer
 * @throws `social_invalid_id_token` when `tid` is missing or no tenant id; `authorization_failed` when it is not allowed
 */
export function tenantIssuer(template: string, tid: unknown, policy: TenantPolicy | undefined): string {
  if (typeof tid !== 'string' || !tenantIdPattern.test(tid)) {
    throw new ConnectorError('social_invalid_id_token', {
      hint: 'The issuer has many tenants, and the ID token does not say of which one it is ("tid").',
    });
  }
  if (policy?.kind !== 'any' && !policy?.tenantIds.includes(tid)) {
    throw new ConnectorError('authorization_failed', {
      hint: 'The person belongs to a tenant that is not allowed. Add its id to the allowed tenants if it should be.',
    });
  }
  return template.replace(placeholder, tid);
}

/** Whether `issuer` may be one of the template's. */
export function matchesTemplate(template: string, issuer: string): boolean {
  const [before = '', after = ''] = template.split(placeholder, 2);
  return (
    issuer.startsWith(before) &&
    issuer.endsWith(after) &&
    tenantIdPattern.test(issuer.slice(before.length, issuer.length - after.length))
  );
}

/** Whether a published issuer is the configured one with the placeholder in the place of one path segment. */
export function templateFits(template: string, configured: string): boolean {
  const published = template.split('/');
  const wanted = configured.split('/');
  return (
    published.length === wanted.length &&
    published.filter((segment) => segment === placeholder).length === 1 &&
    published.every((segment, index) => segment === wanted[index] || (segment === placeholder && index > 2))
  );
}
