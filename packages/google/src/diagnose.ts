import type { DiagnosticStep } from '@jackfield/connector-kit';
import { diagnoseClient, examineConfiguration, type Finding, type OAuthClient, runStep } from '@jackfield/oauth-kit';
import type { ParsedGoogleConfig } from './config.ts';

interface Opened {
  config: ParsedGoogleConfig;
  client: OAuthClient;
}

/** The steps `configuration`, those of the engine, `client-ids`, `hosted-domains`, `refresh-token` and `verified-email`. */
export async function* diagnose(open: () => Promise<Opened>): AsyncGenerator<DiagnosticStep, void, undefined> {
  const opened = yield* examineConfiguration(open);
  if (!opened) return;
  const { config, client } = opened;
  yield* diagnoseClient(client);
  yield await runStep('client-ids', 'Client ids', () => examineClientIds(config));
  yield await runStep('hosted-domains', 'Hosted domains', () => examineHostedDomains(config));
  yield await runStep('refresh-token', 'Refresh token', () => examineRefreshToken(config));
  yield await runStep('verified-email', 'Verified addresses', () => examineEmail(config));
}

function examineClientIds({ clientId, additionalClientIds = [] }: ParsedGoogleConfig): Finding {
  if ([clientId, ...additionalClientIds].every(isUsual)) {
    return { status: 'pass', detail: 'Every client id looks like one of Google.' };
  }
  return {
    status: 'warn',
    detail: `${isUsual(clientId) ? 'An entry of "additionalClientIds"' : '"clientId"'} does not end in .apps.googleusercontent.com, as client ids of Google do.`,
    fix: 'Copy the client id from the Google Cloud console, without spaces; the project id is something else.',
  };
}

const isUsual = (clientId: string): boolean => /^[\w.-]+\.apps\.googleusercontent\.com$/.test(clientId);

function examineHostedDomains({ hostedDomains }: ParsedGoogleConfig): Finding {
  if (hostedDomains === undefined) return { status: 'pass', detail: 'Anyone with a Google account may sign in.' };
  if (hostedDomains.some((domain) => domain === 'gmail.com' || domain === 'googlemail.com')) {
    return {
      status: 'warn',
      detail: 'gmail.com is no hosted domain: private accounts have none, and cannot sign in.',
      fix: 'Leave "hostedDomains" out to let private accounts in, or list the domains of organisations only.',
    };
  }
  return { status: 'pass', detail: `Only people of ${hostedDomains.length} organisation(s) may sign in.` };
}

function examineRefreshToken({ offlineAccess, prompt }: ParsedGoogleConfig): Finding {
  if (!offlineAccess) return { status: 'pass', detail: 'No refresh token is asked for.' };
  return prompt === undefined || prompt.includes('consent')
    ? { status: 'pass', detail: 'Every sign-in asks for consent and brings a refresh token.' }
    : {
        status: 'warn',
        detail: 'A refresh token comes at the first consent of each person only; once lost, no other one comes.',
        fix: 'Leave "prompt" out or add consent to it, or be sure to keep the first refresh token.',
      };
}

function examineEmail({ authoritativeEmailOnly }: ParsedGoogleConfig): Finding {
  return {
    status: 'pass',
    detail: authoritativeEmailOnly
      ? 'Only addresses that Google is responsible for count as verified.'
      : 'Only addresses that Google marks as verified count as such.',
  };
}
