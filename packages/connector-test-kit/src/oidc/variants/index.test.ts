import { describe, expect, it } from 'vitest';
import { faultRowsOf, oddVariants, readmeRows, rowsOf } from '../../testing/readme-table.ts';
import { answerVariants, faults } from './answers.ts';
import { cachingVariants } from './caching.ts';
import { callbackVariants } from './callback.ts';
import { discoveryVariants } from './discovery.ts';
import { idTokenClaimVariants } from './id-token-claims.ts';
import { idTokenShapeVariants } from './id-token-shape.ts';
import { idTokenSignatureVariants } from './id-token-signature.ts';
import { identityVariants } from './identity.ts';
import { variants } from './index.ts';
import { multiTenantVariants } from './multi-tenant.ts';
import { tokenVariants } from './token.ts';
import { userInfoVariants } from './user-info.ts';

const single = [
  callbackVariants,
  idTokenSignatureVariants,
  idTokenClaimVariants,
  idTokenShapeVariants,
  multiTenantVariants,
  identityVariants,
  userInfoVariants,
  tokenVariants,
  discoveryVariants,
  cachingVariants,
];

describe('variants', () => {
  it('has every variant of every subject, under a name of its own', () => {
    const names = [...single, answerVariants].flatMap((table) => Object.keys(table));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(variants).toSorted()).toEqual(names.toSorted());
  });

  it('names all in kebab-case, and says in one sentence what each does', () => {
    expect(oddVariants(variants)).toEqual([]);
  });

  it('is what the README says', async () => {
    expect(await readmeRows('variants')).toEqual([...single.flatMap(rowsOf), ...faultRowsOf(faults)]);
  });
});
