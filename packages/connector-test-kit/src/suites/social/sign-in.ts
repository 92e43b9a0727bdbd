import type { SetSession, SocialConnector, SocialUserInfo } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { createSocialConnector } from '../create-connector.ts';
import type { ExpectedUser, Person, SocialContext } from './adapter.ts';

/** An instance on the fake's configuration. */
export function createInstance({ module, adapter }: SocialContext): Promise<SocialConnector> {
  return createSocialConnector(module, { config: adapter.config, runtime: adapter.runtime });
}

/** The first half of a sign-in: asks for the authorization URL, and plays the browser up to the callback. */
export async function reachCallback(
  { adapter }: Pick<SocialContext, 'adapter'>,
  connector: SocialConnector,
  setSession: SetSession,
  person: Person = 'verified',
): Promise<URL> {
  const url = await connector.getAuthorizationUri({ redirectUri: adapter.redirectUri }, setSession);
  return adapter.signIn(url, person);
}

/** Expects exactly this person, and the provider's answer as an object in `rawData`. */
export function expectUser(user: SocialUserInfo, expected: ExpectedUser): void {
  const { rawData, ...rest } = user;
  expect(rest, 'the person who signed in').toEqual(expected);
  expect(typeof rest.id, 'the type of the id').toBe('string');
  expect(rawData, 'rawData').toBeTypeOf('object');
  expect(rawData, 'rawData').not.toBeNull();
}

/** Runs `attempt`, and expects that it sent nothing to the token endpoint. */
export async function expectNoTokenRequest<Value>(
  { adapter }: SocialContext,
  attempt: () => Promise<Value>,
): Promise<Value> {
  const before = adapter.tokenRequests();
  const value = await attempt();
  expect(adapter.tokenRequests() - before, 'token requests that this caused').toBe(0);
  return value;
}
