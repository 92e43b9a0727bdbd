import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { answerVariants } from './answers.ts';
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
import { variantTable } from './table.ts';
import { userInfoVariants } from './user-info.ts';

const subjects = [
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
  answerVariants,
];

describe('variants', () => {
  it('has every variant of every subject, under a name of its own', () => {
    const names = subjects.flatMap((table) => Object.keys(table));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(variants).toSorted()).toEqual(names.toSorted());
  });

  it('names all in kebab-case, and says in one sentence what each does', () => {
    const odd = Object.entries(variants).filter(
      ([name, { description }]) => !/^[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || !/^\S[^\n]*\.$/.test(description),
    );
    expect(odd).toEqual([]);
  });

  it('is what the README says', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, table] = /<!-- variants -->\n\n(.*?)\n\n<!-- \/variants -->/s.exec(readme) ?? [];
    expect(table).toBe(variantTable());
  });
});
