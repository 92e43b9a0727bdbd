import { ConnectorError, type EgressResponse } from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';
import { type DiscoveryDocument, discoveryGuard, discoveryUrl } from '../discovery-document.ts';
import { answerError } from '../provider-errors.ts';
import { checkIssuer, endpointNames, type Server } from '../server.ts';
import type { OAuthClient } from '../settings.ts';
import type { Finding } from './step.ts';

/** Seconds of difference between the clocks at which tokens are still accepted. */
const tolerated = 30;

/** Fetches the discovery document anew, past every cache. */
export async function fetchDiscovery({ runtime, settings }: OAuthClient, issuer: string): Promise<EgressResponse> {
  const url = discoveryUrl(issuer);
  const answer = await runtime.egress.request({ url, headers: { accept: 'application/json', ...settings.headers } });
  if (answer.status === 404) {
    throw new ConnectorError('invalid_config', {
      hint: "The issuer has no discovery document. Compare the issuer with the provider's documentation: often a path, a tenant or a realm is missing.",
    });
  }
  if (answer.status !== 200) {
    throw answerError(answer, { label: 'The discovery document', url, now: runtime.clock.now() });
  }
  return answer;
}

/** OpenID Connect Discovery 1.0 §4.3. */
export function examineDocument(
  { settings }: OAuthClient,
  issuer: string,
  { body }: EgressResponse,
): { document: DiscoveryDocument; finding: Finding } {
  const parsed = discoveryGuard.safeParse(parseJson(body));
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'everything');
    throw new ConnectorError('invalid_response', { hint: `The document lacks or has wrong: ${fields.join(', ')}.` });
  }
  checkIssuer(settings, issuer, parsed.data.issuer);
  return {
    document: parsed.data,
    finding: { status: 'pass', detail: 'The provider publishes its metadata under this very issuer.' },
  };
}

/** Compares this machine's clock with the `Date` header, which is exact to a second. */
export function examineClock({ runtime }: OAuthClient, { headers }: Pick<EgressResponse, 'headers'>): Finding {
  const theirs = Date.parse(headers.date ?? '');
  if (Number.isNaN(theirs)) return { status: 'skipped', detail: 'The provider does not tell its time.' };
  const difference = Math.round((runtime.clock.now() - theirs) / 1000);
  if (Math.abs(difference) <= tolerated) return { status: 'pass', detail: 'The clocks agree.' };
  const direction = difference > 0 ? 'ahead of' : 'behind';
  return {
    status: 'fail',
    detail: `This machine's clock is ${Math.abs(difference)} s ${direction} the provider's; ${tolerated} s are tolerated.`,
    fix: "Let NTP set the clock of this machine. If it is right, the provider's is wrong: tell them.",
  };
}

/** Whether the outbound policy lets every endpoint be reached, and every name resolves (through a proxy, that is its task). */
export async function examineEndpoints({ runtime, settings }: OAuthClient, server: Server): Promise<Finding> {
  const missing = settings.openid && server.jwks_uri === undefined ? ['jwks_uri'] : [];
  for (const name of endpointNames) {
    const endpoint = server[name];
    if (endpoint === undefined || name === 'authorization_endpoint' || name === 'end_session_endpoint') continue;
    if (runtime.egress.viaProxy) continue;
    const { hostname, port, protocol } = new URL(endpoint);
    try {
      await runtime.egress.resolve(hostname, Number(port) || (protocol === 'http:' ? 80 : 443));
    } catch (error) {
      const hint = ConnectorError.isInstance(error) ? (error.hint ?? error.message) : undefined;
      return { status: 'fail', detail: `The ${name} cannot be reached.`, fix: hint };
    }
  }
  return missing.length === 0
    ? { status: 'pass', detail: 'Every endpoint has an address that may be called.' }
    : { status: 'fail', detail: `The provider names no ${missing.join(', ')}.`, fix: 'Configure the endpoint.' };
}
