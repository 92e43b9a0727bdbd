import type { ConnectorErrorCode } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { createSocialConnector } from '../create-connector.ts';
import type { Cases } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import type { SocialContext } from './adapter.ts';
import { createSessionStore, createSingleSlot } from './session-store.ts';
import { createInstance, expectNoTokenRequest, expectUser, reachCallback } from './sign-in.ts';

const elevenMinutes = 11 * 60 * 1000;

/** What attackers do to a callback. RFC 9700 §2.1 and §4 describe most of it. */
export const attackCases = {
  'attack: the same callback twice': async (context) => {
    const connector = await createInstance(context);
    const { set, take } = createSessionStore();
    const callback = await reachCallback(context, connector, set);
    await connector.getUserInfo(callback.searchParams, take);
    await refuse(context, () => connector.getUserInfo(callback.searchParams, take), 'session_invalid');
  },
  'attack: the same callback twice, at the same time': async (context) => {
    const connector = await createInstance(context);
    const { set, take } = createSessionStore();
    const callback = await reachCallback(context, connector, set);
    const before = context.adapter.tokenRequests();
    const attempts = [1, 2, 3].map(() => connector.getUserInfo(callback.searchParams, take));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(context.adapter.tokenRequests() - before, 'token requests').toBe(1);
  },
  'attack: a state that is missing, empty or of someone else': async (context) => {
    for (const state of [undefined, '', 'foreign-state-0123456789']) {
      const connector = await createInstance(context);
      const { set, take } = createSingleSlot();
      const callback = changed(await reachCallback(context, connector, set), { state });
      await refuse(
        context,
        () => connector.getUserInfo(callback, take),
        'session_invalid',
        'invalid_request_parameters',
      );
    }
  },
  'attack: a callback without a session': async (context) => {
    const connector = await createInstance(context);
    const callback = await reachCallback(context, connector, createSessionStore().set);
    const { take } = createSessionStore();
    await refuse(context, () => connector.getUserInfo(callback.searchParams, take), 'session_invalid');
  },
  'attack: a session that is empty, or not one': async (context) => {
    const connector = await createInstance(context);
    const callback = await reachCallback(context, connector, createSessionStore().set);
    for (const session of [{}, { state: callback.searchParams.get('state') ?? '' }, { state: ['x'], redirectUri: 1 }]) {
      const take = async () => JSON.parse(JSON.stringify(session));
      await refuse(context, () => connector.getUserInfo(callback.searchParams, take), 'session_invalid');
    }
  },
  'attack: a session of another client': async (context) => {
    const { module, adapter } = context;
    const other = await createSocialConnector(module, { config: adapter.otherConfig, runtime: adapter.runtime });
    const connector = await createInstance(context);
    const [{ set, take }, ours] = [createSingleSlot(), createSingleSlot()];
    const foreign = new URL(await other.getAuthorizationUri({ redirectUri: adapter.redirectUri }, set));
    const callback = await reachCallback(context, connector, ours.set);
    const spliced = changed(callback, { state: foreign.searchParams.get('state') ?? '' });
    await refuse(context, () => connector.getUserInfo(spliced, take), 'session_invalid');
  },
  'attack: a session older than ten minutes': async (context) => {
    const { module, adapter } = context;
    const { egress, random, caches, clock } = adapter.runtime;
    const later = { now: () => clock.now() + elevenMinutes };
    const runtime = { egress, random, caches, clock: later, close: () => adapter.runtime.close() };
    const { set, take } = createSessionStore();
    const callback = await reachCallback(context, await createInstance(context), set);
    const connector = await createSocialConnector(module, { config: adapter.config, runtime });
    await refuse(context, () => connector.getUserInfo(callback.searchParams, take), 'session_invalid');
  },
  'attack: a code of another session': async (context) => {
    const connector = await createInstance(context);
    const { set, take } = createSessionStore();
    const mine = await reachCallback(context, connector, set, 'verified');
    const stolen = await reachCallback(context, connector, set, 'unverified');
    const callback = changed(mine, { code: stolen.searchParams.get('code') ?? '' });
    await expectConnectorError(
      () => connector.getUserInfo(callback, take),
      'social_auth_code_invalid',
      'social_invalid_id_token',
      'authorization_failed',
    );
  },
  'attack: a made-up code': async (context) => {
    const connector = await createInstance(context);
    const { set, take } = createSessionStore();
    const callback = changed(await reachCallback(context, connector, set), { code: 'made-up' });
    await expectConnectorError(() => connector.getUserInfo(callback, take), 'social_auth_code_invalid');
  },
  'attack: parameters twice': async (context) => {
    for (const name of ['state', 'code']) {
      const connector = await createInstance(context);
      const { set, take } = createSessionStore();
      const { searchParams } = await reachCallback(context, connector, set);
      searchParams.append(name, searchParams.get(name) ?? '');
      await refuse(
        context,
        () => connector.getUserInfo(searchParams, take),
        'invalid_request_parameters',
        'session_invalid',
        'authorization_failed',
      );
    }
  },
  'attack: a callback without a code': async (context) => {
    const connector = await createInstance(context);
    const { set, take } = createSessionStore();
    const callback = changed(await reachCallback(context, connector, set), { code: undefined });
    await refuse(
      context,
      () => connector.getUserInfo(callback, take),
      'invalid_request_parameters',
      'authorization_failed',
    );
  },
  'tells a refusal of the provider by authorization_failed and its code': async (context) => {
    const error = await refusal(context, { code: undefined, error: 'access_denied' });
    expect(error.details?.providerCode).toBe('access_denied');
  },
  'attack: an error together with a code': async (context) => {
    await refusal(context, { error: 'access_denied' });
  },
  'attack: provider error text echoed': async (context) => {
    const text = '<script>alert(1)</script>\r\nforged log line';
    const error = await refusal(context, { code: undefined, error: 'server_error', error_description: text });
    const shown = `${error.message} ${error.hint ?? ''} ${JSON.stringify(error)}`;
    expect(shown).not.toContain('script');
    expect(shown).not.toContain('forged');
    expect(error.details?.providerDescription ?? '', 'details').not.toMatch(/[\r\n]/);
  },
  'attack: an unverified address never reaches email': async (context) => {
    const connector = await createInstance(context);
    const { set, take } = createSessionStore();
    const callback = await reachCallback(context, connector, set, 'unverified');
    const user = await connector.getUserInfo(callback.searchParams, take);
    expect(user.email).toBeUndefined();
    expectUser(user, context.adapter.people.unverified);
  },
} as const satisfies Cases<SocialContext>;

/** Expects the refusal, and that nothing was sent to the provider. */
async function refuse(context: SocialContext, attempt: () => unknown, ...codes: ConnectorErrorCode[]) {
  return expectNoTokenRequest(context, () => expectConnectorError(attempt, ...codes));
}

async function refusal(context: SocialContext, changes: Record<string, string | undefined>) {
  const connector = await createInstance(context);
  const { set, take } = createSessionStore();
  const callback = changed(await reachCallback(context, connector, set), changes);
  return refuse(context, () => connector.getUserInfo(callback, take), 'authorization_failed');
}

function changed(callback: URL, changes: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const parameters = new URLSearchParams(callback.searchParams);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) parameters.delete(name);
    else parameters.set(name, value);
  }
  return parameters;
}
