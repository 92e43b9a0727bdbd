import { without } from '../json.ts';
import type { ProviderContext, Variant } from '../scripted/variant.ts';

const ownTenant = '11111111-1111-4111-8111-111111111111';
const otherTenant = '22222222-2222-4222-8222-222222222222';

const issuerOf = ({ issuer }: ProviderContext, tenant: string): string => `${issuer}/${tenant}/v2.0`;

/**
 * Many tenants behind one discovery document, as Microsoft Entra has them: its issuer is
 * `<origin>/{tenantid}/v2.0`, and a token names its tenant twice, in `iss` and in `tid`.
 */
const multiTenant = (description: string, tenant: string, tid: unknown): Variant => ({
  description,
  discovery: (document, context) => ({
    ...without(document, 'authorization_response_iss_parameter_supported'),
    issuer: issuerOf(context, '{tenantid}'),
  }),
  callback(parameters) {
    const changed = new URLSearchParams(parameters);
    changed.delete('iss');
    return changed;
  },
  idToken: (token, context) => ({
    ...token,
    claims: { ...token.claims, iss: issuerOf(context, tenant), ...(tid === undefined ? {} : { tid }) },
  }),
});

export const multiTenantVariants = {
  'multi-tenant/good': multiTenant('One of many tenants, in order.', ownTenant, ownTenant),
  'multi-tenant/other-tenant': multiTenant('Another of the tenants, in order.', otherTenant, otherTenant),
  'multi-tenant/tid-not-bound': multiTenant('The tid is not that of the issuer.', otherTenant, ownTenant),
  'multi-tenant/tid-missing': multiTenant('No tid.', ownTenant, undefined),
  'multi-tenant/tid-empty': multiTenant('An empty tid, and an issuer that fits it.', '', ''),
  'multi-tenant/tid-object': multiTenant('The tid is an object.', ownTenant, { id: ownTenant }),
  'multi-tenant/tid-placeholder': multiTenant('The tid is the placeholder itself.', '{tenantid}', '{tenantid}'),
  'multi-tenant/tid-path': multiTenant('The tid holds a path.', '../evil', '../evil'),
} as const satisfies Record<string, Variant>;
