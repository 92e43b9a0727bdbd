import { compareAll, type Compared } from './compare.ts';
import type { SuiteOptions, SuiteResult } from './suite.ts';

const compared: Compared = {
  title: 'An SMS through Twilio',
  connector: 'twilio-sms',
  bare: 'bare/sms',
  budgets: { 1: 1.7, 32: 1.7 },
  calls: 1,
  peers: ['twilio', 'logto-twilio-sms'],
};

/** What an SMS costs. */
export const runSms = (options: SuiteOptions): Promise<SuiteResult> => compareAll('sms', [compared], options);
