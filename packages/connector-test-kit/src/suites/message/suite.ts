import type { ConnectorModule } from '@jackfield/connector-kit';
import { type Case, type Cases, defineSuite, type Skip } from '../define-suite.ts';
import { diagnosisCases } from '../diagnosis.ts';
import type { DeliveryFailure, MessageAdapter, MessageContext } from './adapter.ts';
import { contentCases } from './content.ts';
import { deliveryCases } from './delivery.ts';
import { emailCases } from './email.ts';
import { failureCase } from './failure.ts';
import { emailRecipientCases, phoneRecipientCases } from './recipients.ts';
import { smsCases } from './sms.ts';

const commonCases = { ...deliveryCases, ...contentCases, ...diagnosisCases };
const casesOf = {
  Email: { ...commonCases, ...emailCases, ...emailRecipientCases },
  Sms: { ...commonCases, ...smsCases, ...phoneRecipientCases },
};

type CaseName = keyof (typeof casesOf)['Email'] | keyof (typeof casesOf)['Sms'] | `failure: ${string}`;

export interface MessageSuiteOptions<Adapter extends MessageAdapter> {
  /** What the package exports: `import * as module from './index.ts'`. Of type `Email` or `Sms`. */
  readonly module: ConnectorModule;
  /** Starts a fake carrier and says how to reach it. Called once, and again for each case that breaks the fake. */
  readonly start: () => Promise<Adapter>;
  /** What can go wrong at the carrier, in words → how to arrange it and which code must come. Cases `failure: …`. */
  readonly failures: Readonly<Record<string, DeliveryFailure<Adapter>>>;
  readonly skip?: Skip<CaseName>;
}

/** Delivers messages through a connector and its fake carrier, as hosts, Logto and attackers do. */
export function messageSuite<Adapter extends MessageAdapter>(options: MessageSuiteOptions<Adapter>): void {
  const { module, start, failures, skip } = options;
  const failureCases = Object.entries(failures).map(([name, failure]): [string, Case<MessageContext<Adapter>>] => [
    `failure: ${name}`,
    failureCase(failure),
  ]);
  const cases: Cases<MessageContext<Adapter>> = {
    ...casesOf[module.metadata.type === 'Sms' ? 'Sms' : 'Email'],
    ...Object.fromEntries(failureCases),
  };
  defineSuite<MessageContext<Adapter>, string>({
    title: `message suite: ${module.metadata.id}`,
    cases,
    skip,
    start: async () => ({ module, adapter: await start(), startAnother: start }),
    stop: ({ adapter }) => adapter.close(),
  });
}
