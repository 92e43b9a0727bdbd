import type { MutantList } from './mutation/mutant.ts';
import { connectorHostMutants } from './mutants/connector-host.ts';
import { connectorKitMutants } from './mutants/connector-kit.ts';
import { egressMutants } from './mutants/egress.ts';
import { githubMutants } from './mutants/github.ts';
import { googleMutants } from './mutants/google.ts';
import { logtoGovernanceMutants } from './mutants/logto-governance.ts';
import { oauthKitMutants } from './mutants/oauth-kit.ts';
import { oauthStandardMutants } from './mutants/oauth-standard.ts';
import { oidcStandardMutants } from './mutants/oidc-standard.ts';
import { smtpEmailMutants } from './mutants/smtp-email.ts';
import { twilioSmsMutants } from './mutants/twilio-sms.ts';

/** Every list of mutants that `pnpm mutants` runs. */
export const mutantLists: readonly MutantList[] = [
  connectorKitMutants,
  egressMutants,
  oauthKitMutants,
  githubMutants,
  googleMutants,
  oauthStandardMutants,
  oidcStandardMutants,
  smtpEmailMutants,
  twilioSmsMutants,
  logtoGovernanceMutants,
  connectorHostMutants,
];
