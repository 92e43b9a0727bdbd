import type { LeakSuiteOptions } from '../../suites/leak/suite.ts';
import { provocations } from '../social-provocations.ts';
import * as tiny from '../tiny-social/src/index.ts';

interface Misuse {
  readonly options: LeakSuiteOptions;
  readonly failing: readonly string[];
}

const good: LeakSuiteOptions = { module: tiny, ...provocations(tiny) };
const { provider_unavailable: _, ...withoutOneCode } = good.provoke;
const withoutCanary = () => tiny.createTinySocial({ config: { clientId: '', clientSecret: '', origin: '' } });
const wrongSkip: object = { 'no such case': 'reason', 'raises session_invalid without a leak': ' ' };

/** The good connector, whose author calls a suite in a way that would hide a fault. */
export const misuses: Readonly<Record<string, Misuse>> = {
  'provokes too little': {
    options: { ...good, provoke: withoutOneCode },
    failing: ['raises provider_unavailable without a leak'],
  },
  'plants no canary': {
    options: { ...good, provoke: { ...good.provoke, invalid_config: withoutCanary } },
    failing: ['raises invalid_config without a leak'],
  },
  'opts out of an unknown case, and of a known one without a reason': {
    options: { ...good, skip: { ...good.skip, ...wrongSkip } },
    failing: ['opts out of known cases only, each with a reason'],
  },
};
