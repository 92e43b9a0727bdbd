import type { DiagnosticStep } from '@jackfield/connector-kit';
import * as tiny from '../tiny-social/src/index.ts';
import { type BrokenConnector, withFactory } from './broken-connector.ts';
import { brokenSocial } from './social-change.ts';
import { brokenAtTheEnd } from './social-finish.ts';
import { brokenAtTheStart } from './social-start.ts';

/** Social connectors with one fault each. */
export const brokenSocialConnectors: Readonly<Record<string, BrokenConnector>> = {
  ...brokenAtTheStart,
  ...brokenAtTheEnd,
  'reads its configuration once, at creation': {
    module: withFactory(tiny, async ({ getConfig, ...options }: tiny.TinySocialOptions) => {
      const config = options.config ?? (await getConfig?.('tiny'));
      return Reflect.apply(tiny.createTinySocial, undefined, [{ ...options, config }]);
    }),
    failing: [
      'asks getConfig by its id at each use, and refuses a wrong answer',
      'diagnoses a configuration that is wrong, or cannot be read',
    ],
  },
  'promises tokens that it does not hand out': brokenSocial(
    () => ({ getTokenResponseAndUserInfo: undefined, getAccessTokenByRefreshToken: undefined }),
    'gives the tokens with the same person',
    'refreshes the access token',
    'refuses a made-up refresh token',
    'revokes a token, also twice',
  ),
  'names another issuer': brokenSocial(
    () => ({ getIssuer: async () => 'https://elsewhere.test' }),
    'names the issuer of its people before anyone signs in',
  ),
  'throws when it diagnoses itself': brokenSocial(
    () => ({ diagnose: diagnoseByThrowing }),
    'diagnoses no fault where there is none',
    'diagnoses a provider that is down',
    'diagnoses a configuration that is wrong, or cannot be read',
  ),
  'diagnoses without words': brokenSocial(
    () => ({ diagnose: diagnoseWithoutWords }),
    'diagnoses no fault where there is none',
    'diagnoses a provider that is down',
    'diagnoses a configuration that is wrong, or cannot be read',
  ),
  'finds no fault when it diagnoses itself': brokenSocial(
    () => ({ diagnose: diagnoseNothing }),
    'diagnoses a provider that is down',
    'diagnoses a configuration that is wrong, or cannot be read',
  ),
  'insists on the state that Logto strips': {
    module: withFactory(tiny, (options: tiny.TinySocialOptions) =>
      tiny.createTinySocial({ ...options, stateCheckedByCaller: false, sessionless: false }),
    ),
    failing: ['works as Logto calls it', 'refuses a host without sessions, unless told that it has none'],
  },
};

async function* diagnoseByThrowing(): AsyncGenerator<DiagnosticStep> {
  yield { id: 'one', title: 'One', status: 'pass', detail: 'Here.' };
  throw new Error('the provider is down');
}

async function* diagnoseWithoutWords(): AsyncGenerator<DiagnosticStep> {
  yield { id: 'Provider', title: '', status: 'fail', detail: '' };
}

async function* diagnoseNothing(): AsyncGenerator<DiagnosticStep> {
  yield { id: 'all', title: 'All', status: 'pass', detail: 'Fine.' };
}
