import { ConnectorError, type SocialConnector } from '@jackfield/connector-kit';
import type { LiveConnector } from '../connectors/connectors.ts';
import type { Arrival } from '../users/arrival.ts';
import { checkIssuer } from '../users/issuer.ts';
import { toPerson } from '../users/person.ts';
import { keepsTokens } from '../users/provider-tokens.ts';
import { toProviderTokens } from '../users/token-store.ts';
import { readCallback } from './form.ts';
import type { SignInParts } from './parts.ts';
import { type StartedSignIn, takeSignIn } from './started-sign-ins.ts';

/**
 * Has the connector finish a sign-in.
 *
 * The session goes to the connector once, and only for the callback of the very browser and connector that it was started
 * with. A connector that never asks for it lets nobody in.
 *
 * @throws `session_invalid`, `identity_source_changed` and all that connectors throw; `connector_not_found`,
 *   `connector_broken`, `invalid_request`
 */
export async function arrive(
  { context, connectors, cookies }: SignInParts,
  request: Request,
  connectorId: string,
): Promise<{ started: StartedSignIn; arrival: Arrival }> {
  const live = await connectors.useSocial(connectorId);
  const parameters = await readCallback(request);
  const [state, ...others] = parameters.getAll('state');
  const browser = cookies.read(request, 'browser');
  const taken: { signIn?: StartedSignIn } = {};
  const getSession = async () => {
    if (!state || others.length > 0 || browser === undefined || taken.signIn) return undefined;
    const signIn = await takeSignIn(context, { state, browser, connector: live.id });
    if (signIn) taken.signIn = signIn;
    return signIn?.session;
  };
  const answer = await finish(live, parameters, getSession);
  if (!taken.signIn) {
    throw new ConnectorError('session_invalid', { hint: 'The sign-in was not started here. Start it again.' });
  }
  return { started: taken.signIn, arrival: toArrival(live, answer, context.clock.now()) };
}

type Answer = Awaited<ReturnType<NonNullable<SocialConnector['getTokenResponseAndUserInfo']>>>;

async function finish(
  { instance }: LiveConnector<SocialConnector>,
  ...callback: Parameters<SocialConnector['getUserInfo']>
): Promise<Pick<Answer, 'userInfo'> & Partial<Answer>> {
  return instance.getTokenResponseAndUserInfo
    ? instance.getTokenResponseAndUserInfo(...callback)
    : { userInfo: await instance.getUserInfo(...callback) };
}

function toArrival(
  live: LiveConnector<SocialConnector>,
  { userInfo, tokenResponse }: Awaited<ReturnType<typeof finish>>,
  now: number,
): Arrival {
  const { id: connector, target, syncProfile, instance } = live;
  const person = toPerson(userInfo);
  checkIssuer(live.issuer, person.issuer);
  return {
    connector,
    target,
    syncProfile,
    person,
    userInfo,
    tokens: tokenResponse && keepsTokens(live) ? toProviderTokens(tokenResponse, now) : null,
    idToken: (instance.getEndSessionUri && tokenResponse?.id_token) ?? null,
  };
}
