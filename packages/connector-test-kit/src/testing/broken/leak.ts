import { ConnectorError, type SocialConnector } from '@jackfield/connector-kit';
import * as tiny from '../tiny-social/src/index.ts';
import { type BrokenConnector, withMembers } from './broken-connector.ts';

/** A connector whose errors show more than they should. */
function throwing(change: (error: ConnectorError, told: Told) => Error, ...failing: string[]): BrokenConnector {
  const rethrowing = (good: SocialConnector, { config }: tiny.TinySocialOptions): Partial<SocialConnector> => ({
    getUserInfo: async (callback, getSession) => {
      try {
        return await good.getUserInfo(callback, getSession);
      } catch (error) {
        const told = { code: String(Object(callback).code), secret: config?.clientSecret ?? '' };
        throw ConnectorError.isInstance(error) ? change(error, told) : error;
      }
    },
  });
  return { module: withMembers(tiny, rethrowing), failing };
}

interface Told {
  readonly code: string;
  readonly secret: string;
}

function leaks(...codes: string[]): string[] {
  return codes.map((code) => `raises ${code} without a leak`);
}

/** Codes whose provocation sends an authorization code. */
const withCode = [
  'invalid_config',
  'session_invalid',
  'social_auth_code_invalid',
  'rate_limit_exceeded',
  'invalid_response',
  'provider_unavailable',
] as const;

/** Codes that finishing a sign-in raises. */
const finishing = [...withCode, 'authorization_failed', 'invalid_request_parameters'] as const;

/** Connectors that leak, each in its own way. */
export const leakingConnectors: Readonly<Record<string, BrokenConnector>> = {
  'shows the code in a hint': throwing(
    (error, { code }) => new ConnectorError(error.code, { hint: `The code ${code} was refused.` }),
    ...leaks(...withCode),
  ),
  "shows the provider's text in a hint": throwing(
    (error) => new ConnectorError(error.code, { hint: error.details?.providerDescription ?? '' }),
    ...leaks('invalid_config', 'authorization_failed', 'social_auth_code_invalid', 'rate_limit_exceeded'),
  ),
  'keeps the raw request': throwing(
    (error, { secret }) => {
      const authorization = `Basic ${Buffer.from(`tiny-client:${secret}`).toString('base64')}`;
      return Object.assign(new ConnectorError(error.code), { request: { headers: { authorization } } });
    },
    ...leaks(...finishing),
  ),
  'keeps the secret in details': throwing(
    (error, { secret }) =>
      new ConnectorError(error.code, { details: { providerCode: 'x', providerDescription: secret } }),
    ...leaks(...finishing),
  ),
  'shows its secret in a diagnosis': {
    module: withMembers(tiny, (good, { config }) => ({
      diagnose: async function* diagnose() {
        yield* good.diagnose();
        yield { id: 'secret', title: 'Secret', status: 'pass', detail: `It is ${config?.clientSecret}.` };
      },
    })),
    failing: ['diagnoses itself without a leak'],
  },
};
