export { withHostileEnvironment } from './environment.ts';
export { type Attack, attackCatalogue, type AttackId } from './suites/attack/catalogue.ts';
export { type AttackOutcome, attackSuite, type AttackSuiteOptions, type Defence } from './suites/attack/suite.ts';
export {
  type ConfigurationSuiteOptions,
  configurationSuite,
  type InvalidConfig,
} from './suites/configuration/suite.ts';
export { type Canaries } from './suites/leak/canaries.ts';
export { type LeakSuiteOptions, leakSuite, type Provocation } from './suites/leak/suite.ts';
export {
  type DeliveredMessage,
  type DeliveryFailure,
  type MessageAdapter,
  type TestTemplate,
} from './suites/message/adapter.ts';
export { type MessageSuiteOptions, messageSuite } from './suites/message/suite.ts';
export { type PackageSuiteOptions, packageSuite } from './suites/package/suite.ts';
export { readmeSections } from './suites/package/readme.ts';
export { type ExpectedUser, type Person, type SocialAdapter } from './suites/social/adapter.ts';
export { type SocialSuiteOptions, socialSuite } from './suites/social/suite.ts';
export type { Skip } from './suites/define-suite.ts';
