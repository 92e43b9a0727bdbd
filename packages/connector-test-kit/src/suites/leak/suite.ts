import type { ConnectorErrorCode, ConnectorModule, DiagnosticStep } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { collectSteps } from '../collect-steps.ts';
import { type Case, defineSuite, type Skip } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import { type Canaries, plantCanaries } from './canaries.ts';
import { expectNoLeak, expectNoLeakInSteps } from './expect-no-leak.ts';

/**
 * Provokes one error: plants canaries wherever a secret could come from (configuration, code, tokens, the provider's
 * answers), and makes the call that fails.
 */
export type Provocation = (canaries: Canaries) => unknown;

const commonCodes = ['invalid_config', 'invalid_request_parameters', 'provider_unavailable', 'egress_refused'] as const;
const expectedCodes = {
  Social: [
    ...commonCodes,
    'session_invalid',
    'authorization_failed',
    'social_auth_code_invalid',
    'social_invalid_access_token',
    'invalid_response',
    'rate_limit_exceeded',
  ],
  Email: [...commonCodes, 'recipient_refused', 'delivery_failed', 'delivery_unknown'],
  Sms: [...commonCodes, 'recipient_refused', 'delivery_failed', 'delivery_unknown', 'rate_limit_exceeded'],
  Governance: [...commonCodes, 'invalid_response', 'rate_limit_exceeded'],
} as const satisfies Record<string, readonly ConnectorErrorCode[]>;

type LeakCase = `raises ${ConnectorErrorCode} without a leak` | 'diagnoses itself without a leak';

export interface LeakSuiteOptions {
  readonly module: ConnectorModule;
  /**
   * For each code that the connector can raise, the ways to provoke it. The codes that every connector of its type
   * raises are expected here; to opt out of one, `skip` its case `raises <code> without a leak`.
   */
  readonly provoke: Readonly<Partial<Record<ConnectorErrorCode, Provocation | readonly Provocation[]>>>;
  /** Examines an instance whose configuration holds canaries; best against a provider that refuses and echoes them. */
  readonly diagnose: (canaries: Canaries) => AsyncIterable<DiagnosticStep> | Promise<AsyncIterable<DiagnosticStep>>;
  readonly skip?: Skip<LeakCase>;
}

/**
 * Provokes every error with canary secrets planted, and looks for them in whatever an error shows: message, hint,
 * issues, cause, details, stack, JSON and `util.inspect`.
 */
export function leakSuite({ module, provoke, diagnose, skip }: LeakSuiteOptions): void {
  const codes = new Set<ConnectorErrorCode>(expectedCodes[module.metadata.type]);
  for (const code of Object.keys(provoke)) if (isProvoked(provoke, code)) codes.add(code);
  const cases = Object.fromEntries(
    [...codes].map((code) => [`raises ${code} without a leak`, errorCase(code, provoke)]),
  );
  defineSuite<undefined, string>({
    title: `leak suite: ${module.metadata.id}`,
    cases: { ...cases, 'diagnoses itself without a leak': diagnoseCase(diagnose) },
    skip,
    start: () => undefined,
  });
}

function isProvoked(provoke: LeakSuiteOptions['provoke'], code: string): code is keyof typeof provoke {
  return Object.hasOwn(provoke, code);
}

function errorCase(code: ConnectorErrorCode, provoke: LeakSuiteOptions['provoke']): Case<undefined> {
  return async () => {
    const provocations = [provoke[code] ?? []].flat();
    if (provocations.length === 0)
      expect.fail(`"provoke" has no way to raise ${code}: give one, or skip with a reason`);
    for (const provocation of provocations) {
      const canaries = plantCanaries();
      const error = await expectConnectorError(() => provocation(canaries), code);
      expect(canaries.planted, 'the provocation plants no canary, so that it proves nothing').not.toEqual([]);
      expectNoLeak(error, canaries.planted);
    }
  };
}

function diagnoseCase(diagnose: LeakSuiteOptions['diagnose']): Case<undefined> {
  return async () => {
    const canaries = plantCanaries();
    const steps = await collectSteps(await diagnose(canaries));
    expect(canaries.planted, 'no canary is planted, so that this proves nothing').not.toEqual([]);
    expectNoLeakInSteps(steps, canaries.planted);
  };
}
