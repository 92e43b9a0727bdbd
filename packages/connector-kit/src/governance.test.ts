import { describe, expect, it } from 'vitest';
import { ConnectorError } from './connector-error.ts';
import { entitlementId, grantId } from './governance.ts';

const organization = { type: 'organization', id: 'acme' };

function codeOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return ConnectorError.isInstance(error) ? error.code : error;
  }
}

describe('ids of entitlements and grants', () => {
  it('name the resource, the permission and the principal', () => {
    const entitlement = entitlementId(organization, 'member');
    expect(entitlement).toBe('organization:acme:member');
    expect(grantId(entitlement, { type: 'user', id: 'ada' })).toBe('organization:acme:member:user:ada');
  });

  it.each(['', 'a:b', 'a b', 'a\nb', 'a\u202Eb', 'x'.repeat(1024)])(
    'refuse a part that makes them ambiguous: %j',
    (id) => {
      expect(codeOf(() => entitlementId({ type: 'organization', id }, 'member'))).toBe('invalid_response');
      expect(codeOf(() => grantId('organization:acme:member', { type: 'user', id }))).toBe('invalid_response');
    },
  );
});
