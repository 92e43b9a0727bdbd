/**
 * Runs in a folder in which one connector was installed, and uses it once: signs a person in, sends a code, or syncs.
 *
 * Arguments: the connector's package; a {@link Task} as JSON.
 * Questions: `{}` → `{ authorizationUri }`, `{ receipt }` or `{ sync }`; `{ callback }` → `{ user }`.
 */
import type {
  Connector,
  ConnectorModule,
  EmailConnector,
  GovernanceConnector,
  SmsConnector,
  SocialConnector,
  SocialSession,
} from '@jackfield/connector-kit';
import { answerParent } from './answer-parent.ts';
import { createRuntimeFor, type Way } from './runtime.ts';

export interface Task {
  config: unknown;
  /** To the connector's provider. */
  way: Way;
  /** Of a sign-in. */
  redirectUri: string;
  /** Of a message. */
  recipient: string;
  code: string;
}

const [name = '', json = ''] = process.argv.slice(2);
const task: Task = JSON.parse(json);
const { default: create }: ConnectorModule = await import(name);
const connector = await create({ getConfig: async () => task.config, runtime: createRuntimeFor(task.way) });

let session: SocialSession | undefined;

answerParent(async (question) => {
  if (isSocial(connector)) return signIn(connector, question);
  if (isMessenger(connector)) {
    const payload = { code: task.code, locale: 'fr-CA' };
    return { receipt: await connector.sendMessage({ to: task.recipient, type: 'SignIn', payload }) };
  }
  if (isGovernance(connector)) return { sync: await connector.sync({ database: 'snapshots.sqlite' }) };
  throw new Error(`Nobody knows how to use a connector of type ${connector.type}.`);
});

async function signIn(social: SocialConnector, question: unknown) {
  if (typeof question === 'object' && question !== null && 'callback' in question) {
    const callback = new URL(String(question.callback)).searchParams;
    return { user: await social.getUserInfo(callback, takeSession) };
  }
  return { authorizationUri: await social.getAuthorizationUri({ redirectUri: task.redirectUri }, storeSession) };
}

function storeSession(started: SocialSession): void {
  session = started;
}

function takeSession(): SocialSession | undefined {
  const taken = session;
  session = undefined;
  return taken;
}

function isSocial(one: Connector): one is SocialConnector {
  return one.type === 'Social';
}

function isMessenger(one: Connector): one is EmailConnector | SmsConnector {
  return one.type === 'Email' || one.type === 'Sms';
}

function isGovernance(one: Connector): one is GovernanceConnector {
  return one.type === 'Governance';
}
