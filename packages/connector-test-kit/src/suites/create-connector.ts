import type {
  Connector,
  ConnectorModule,
  EmailConnector,
  SmsConnector,
  SocialConnector,
} from '@jackfield/connector-kit';
import { expect } from 'vitest';

/** Calls a package's factory as a host does that does not know its types. */
export async function createConnector(
  module: ConnectorModule,
  options: Readonly<Record<string, unknown>>,
): Promise<Connector> {
  const connector: unknown = await Reflect.apply(module.default, undefined, [options]);
  if (!isConnector(connector)) expect.fail('the factory gave something that is not a connector');
  return connector;
}

/** As {@link createConnector}, for a social connector. */
export async function createSocialConnector(
  module: ConnectorModule,
  options: Readonly<Record<string, unknown>>,
): Promise<SocialConnector> {
  const connector = await createConnector(module, options);
  if (!isSocialConnector(connector)) expect.fail('the factory gave something that is not a social connector');
  return connector;
}

/** As {@link createConnector}, for a connector that delivers messages. */
export async function createMessageConnector(
  module: ConnectorModule,
  options: Readonly<Record<string, unknown>>,
): Promise<EmailConnector | SmsConnector> {
  const connector = await createConnector(module, options);
  if (!isMessageConnector(connector)) expect.fail('the factory gave something that is not a message connector');
  return connector;
}

function isConnector(value: unknown): value is Connector {
  return typeof value === 'object' && value !== null && 'type' in value && 'metadata' in value && 'diagnose' in value;
}

function isSocialConnector(connector: Connector): connector is SocialConnector {
  return connector.type === 'Social' && 'getAuthorizationUri' in connector && 'getUserInfo' in connector;
}

function isMessageConnector(connector: Connector): connector is EmailConnector | SmsConnector {
  return (connector.type === 'Email' || connector.type === 'Sms') && 'sendMessage' in connector;
}
