import type { Person } from '../people.ts';

/** What a test may choose of the honest provider. */
export interface ProviderBehaviour {
  people: readonly Person[];
  /** `offline_access`: issued when that scope is asked for, with `prompt=consent`. `always`: with every sign-in. */
  refreshTokens: 'offline_access' | 'always';
  /** `userinfo`: the ID token holds little more than `sub`. `id_token`: it holds every claim of the granted scopes. */
  claimsIn: 'userinfo' | 'id_token';
}
