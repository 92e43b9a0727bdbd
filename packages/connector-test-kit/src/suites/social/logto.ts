import { expect } from 'vitest';
import { createSocialConnector } from '../create-connector.ts';
import type { Cases } from '../define-suite.ts';
import type { SocialContext } from './adapter.ts';
import { createSingleSlot } from './session-store.ts';
import { expectUser } from './sign-in.ts';

/** The calls of a Logto server, which compares `state` in the browser and strips it before the connector sees it. */
export const logtoCases = {
  'works as Logto calls it': async ({ module, adapter }) => {
    const { config, runtime, redirectUri, people } = adapter;
    const getConfig = async (): Promise<unknown> => config;
    const connector = await createSocialConnector(module, { getConfig, runtime, stateCheckedByCaller: true });
    const { slot, set, take } = createSingleSlot();
    const ids = { connectorId: 'connector-id', connectorFactoryId: module.metadata.id, jti: 'interaction-id' };
    const headers = { userAgent: 'Mozilla/5.0' };
    const url = await connector.getAuthorizationUri({ state: 'logto-state', redirectUri, ...ids, headers }, set);
    expect(slot.session, 'the ids in the session').toMatchObject(ids);
    const { state, ...data } = Object.fromEntries((await adapter.signIn(url, 'verified')).searchParams);
    expect(state).toBe('logto-state');
    expectUser(await connector.getUserInfo(data, take), people.verified);
    expect(slot.taken, 'how often the session was taken').toBe(1);
  },
  'refuses a host without sessions, unless told that it has none': async ({ module, adapter }) => {
    const { config, runtime, redirectUri } = adapter;
    const strict = await createSocialConnector(module, { config, runtime });
    await expect(strict.getAuthorizationUri({ redirectUri }, refuseSession)).rejects.toThrow();
    const sessionless = await createSocialConnector(module, { config, runtime, sessionless: true });
    const url = new URL(await sessionless.getAuthorizationUri({ redirectUri, state: 'logto-state' }, refuseSession));
    expect(url.searchParams.get('state')).toBe('logto-state');
    expect(url.searchParams.has('code_challenge'), 'whether there is a challenge that nothing can answer').toBe(false);
  },
} as const satisfies Cases<SocialContext>;

/** What Logto's routes do that have no session: linking by an administrator. */
function refuseSession(): Promise<never> {
  return Promise.reject(Object.assign(new Error('There is no session.'), { code: 'not_implemented' }));
}
