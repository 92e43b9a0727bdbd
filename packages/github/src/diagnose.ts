import type { DiagnosticStep } from '@jackfield/connector-kit';
import { diagnoseClient, examineConfiguration, type Finding, runStep } from '@jackfield/oauth-kit';
import { callApi } from './api.ts';
import type { ParsedGithubConfig } from './config.ts';
import type { Opened } from './opened.ts';

/** The steps `configuration`, those of the engine, `api`, `verified-email` and `organizations`. */
export async function* diagnose(open: () => Promise<Opened>): AsyncGenerator<DiagnosticStep, void, undefined> {
  const opened = yield* examineConfiguration(open);
  if (!opened) return;
  yield* diagnoseClient(opened.client);
  yield await runStep('api', 'REST API', async () => examineApi(opened));
  yield await runStep('verified-email', 'Verified addresses', () => examineEmail(opened.config));
  yield await runStep('organizations', 'Allowed organizations', () => examineOrganizations(opened.config));
}

/** Asks who it is without a token, which GitHub's API answers with 401. */
async function examineApi({ client, endpoints }: Opened): Promise<Finding> {
  const { status } = await callApi(client, { url: `${endpoints.api}/user` });
  if (status === 401) return { status: 'pass', detail: 'The REST API answers.' };
  return {
    status: 'fail',
    detail: `The REST API answered ${status}, where 401 was expected.`,
    fix:
      status === 400
        ? 'The server does not know the version of the API that is asked for. Update the server.'
        : 'Check enterpriseUrl: the address of the server itself, without a path.',
  };
}

function examineEmail({ scope }: ParsedGithubConfig): Finding {
  const scopes = scope.split(' ');
  return scopes.includes('user:email') || scopes.includes('user')
    ? { status: 'pass', detail: 'The scope lets an OAuth App read which address is primary and verified.' }
    : {
        status: 'warn',
        detail: 'The scope does not let an OAuth App read which address is verified: people will have no "email".',
        fix: 'Add user:email to the scope. For a GitHub App, set the account permission "Email addresses" to read-only instead.',
      };
}

function examineOrganizations({ allowedOrganizations }: ParsedGithubConfig): Finding {
  if (!allowedOrganizations) return { status: 'pass', detail: 'Everyone with an account may sign in.' };
  const byName = allowedOrganizations.filter(({ organizationId }) => organizationId === undefined);
  if (byName.length === 0) return { status: 'pass', detail: 'Every allowed organization is known by its number.' };
  return {
    status: 'warn',
    detail: `Known by name alone: ${byName.map(({ organization }) => organization).join(', ')}. Whoever takes over a name that has become free could let people in.`,
    fix: 'Set organizationId; the API tells it as "id" below /orgs/<organization>.',
  };
}
