import type { ConnectorModule } from '@jackfield/connector-kit';
import { defineSuite, type Skip } from '../define-suite.ts';
import { diagnosisCases } from '../diagnosis.ts';
import type { SocialAdapter, SocialContext } from './adapter.ts';
import { attackCases } from './attacks.ts';
import { authorizationCases } from './authorization.ts';
import { callbackCases } from './callback.ts';
import { logtoCases } from './logto.ts';
import { tokenCases } from './tokens.ts';

const cases = {
  ...authorizationCases,
  ...callbackCases,
  ...attackCases,
  ...tokenCases,
  ...diagnosisCases,
  ...logtoCases,
};

export interface SocialSuiteOptions {
  /** What the package exports: `import * as module from './index.ts'`. */
  readonly module: ConnectorModule;
  /** Starts a fake provider and says how to reach it. Called once, and again for cases that break the fake. */
  readonly start: () => Promise<SocialAdapter>;
  readonly skip?: Skip<keyof typeof cases>;
}

/** Signs people in through a social connector and its fake provider, as hosts, Logto and attackers do. */
export function socialSuite({ module, start, skip }: SocialSuiteOptions): void {
  defineSuite<SocialContext, keyof typeof cases>({
    title: `social suite: ${module.metadata.id}`,
    cases,
    skip,
    start: async () => ({ module, adapter: await start(), startAnother: start }),
    stop: ({ adapter }) => adapter.close(),
  });
}
