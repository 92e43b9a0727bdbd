import type { MutantList } from './mutation/mutant.ts';
import { egressMutants } from './mutants/egress.ts';
import { googleMutants } from './mutants/google.ts';
import { oauthKitMutants } from './mutants/oauth-kit.ts';

/** Every list of mutants that `pnpm mutants` runs. */
export const mutantLists: readonly MutantList[] = [egressMutants, oauthKitMutants, googleMutants];
