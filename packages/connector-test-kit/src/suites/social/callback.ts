import { expect } from 'vitest';
import { createSocialConnector } from '../create-connector.ts';
import type { Cases } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import type { Person, SocialContext } from './adapter.ts';
import { createSessionStore } from './session-store.ts';
import { createInstance, expectNoTokenRequest, expectUser, reachCallback } from './sign-in.ts';

/** The callback, in every form in which hosts pass it on, and who comes out of it. */
export const callbackCases = {
  'signs a person in': (context) => finish(context, (url) => url.searchParams),
  'accepts the callback as a GET request': (context) => finish(context, (url) => new Request(url)),
  'accepts the callback as a POST request with a form': (context) =>
    finish(context, (url) => new Request(withoutQuery(url), { method: 'POST', body: url.searchParams })),
  'accepts the callback as form data': (context) =>
    finish(context, (url) => {
      const form = new FormData();
      for (const [name, value] of url.searchParams) form.append(name, value);
      return form;
    }),
  'accepts the callback as a plain object': (context) => finish(context, (url) => Object.fromEntries(url.searchParams)),
  'refuses anything else as a callback': async (context) => {
    const connector = await createInstance(context);
    for (const callback of [undefined, null, '', 'code=x', 42, [], {}, new URLSearchParams(), { code: 1, state: {} }]) {
      const { take } = createSessionStore();
      await expectNoTokenRequest(context, () =>
        expectConnectorError(
          () => connector.getUserInfo(callback, take),
          'invalid_request_parameters',
          'session_invalid',
          'authorization_failed',
        ),
      );
    }
  },
  'takes the session once, by the state of the callback': async (context) => {
    const connector = await createInstance(context);
    const store = createSessionStore();
    const callback = await reachCallback(context, connector, store.set);
    const taken: unknown[] = [];
    await connector.getUserInfo(callback.searchParams, (state) => {
      taken.push(state);
      return store.take(state);
    });
    expect(taken).toEqual([callback.searchParams.get('state')]);
  },
  'finds each tab its own session': async (context) => {
    const connector = await createInstance(context);
    const { set, take } = createSessionStore();
    const first = await reachCallback(context, connector, set, 'verified');
    const second = await reachCallback(context, connector, set, 'unverified');
    const { verified, unverified } = context.adapter.people;
    expectUser(await connector.getUserInfo(second.searchParams, take), unverified);
    expectUser(await connector.getUserInfo(first.searchParams, take), verified);
  },
  'keeps concurrent sign-ins apart': async (context) => {
    const connector = await createInstance(context);
    const { set, take } = createSessionStore();
    const people: Person[] = ['verified', 'unverified', 'verified', 'unverified', 'verified', 'unverified'];
    const users = await Promise.all(
      people.map(async (person) => {
        const callback = await reachCallback(context, connector, set, person);
        return connector.getUserInfo(callback.searchParams, take);
      }),
    );
    for (const [index, user] of users.entries()) expectUser(user, context.adapter.people[people[index] ?? 'verified']);
  },
  'finishes with another instance than it began with': async (context) => {
    const { set, take } = createSessionStore();
    const callback = await reachCallback(context, await createInstance(context), set);
    const user = await (await createInstance(context)).getUserInfo(callback.searchParams, take);
    expectUser(user, context.adapter.people.verified);
  },
  'names the issuer of its people before anyone signs in': async (context, notApplicable) => {
    const connector = await createInstance(context);
    const issuer = await connector.getIssuer?.();
    if (issuer === undefined) return notApplicable('the connector does not know its issuer beforehand');
    const [before = '', after] = issuer.split('{tenantid}');
    const found = context.adapter.people.verified.issuer;
    if (after === undefined) expect(issuer, 'getIssuer()').toBe(found);
    else expect(found.startsWith(before) && found.endsWith(after), `${found} fits ${issuer}`).toBe(true);
  },
  'asks getConfig by its id at each use, and refuses a wrong answer': async (context) => {
    const { module, adapter } = context;
    const { config, runtime, people } = adapter;
    let answer: unknown = config;
    const asked: string[] = [];
    const getConfig = async (id: string): Promise<unknown> => {
      asked.push(id);
      return answer;
    };
    const connector = await createSocialConnector(module, { getConfig, runtime });
    expect(asked, 'calls of getConfig at creation').toEqual([]);
    const { set, take } = createSessionStore();
    const callback = await reachCallback(context, connector, set);
    const askedByTheFirstUse = asked.length;
    expectUser(await connector.getUserInfo(callback.searchParams, take), people.verified);
    expect(asked.length, 'calls of getConfig after the second use').toBeGreaterThan(askedByTheFirstUse);
    expect(new Set(asked)).toEqual(new Set([module.metadata.id]));
    answer = { ...config, aFieldThatNoConnectorHas: true };
    await expectConnectorError(() => reachCallback(context, connector, set), 'invalid_config');
  },
} as const satisfies Cases<SocialContext>;

async function finish(context: SocialContext, form: (callback: URL) => unknown): Promise<void> {
  const connector = await createInstance(context);
  const { set, take } = createSessionStore();
  const callback = await reachCallback(context, connector, set);
  expectUser(await connector.getUserInfo(form(callback), take), context.adapter.people.verified);
}

function withoutQuery(url: URL): URL {
  return new URL(url.pathname, url);
}
