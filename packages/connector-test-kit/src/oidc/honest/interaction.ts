import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { InteractionResults, Provider } from 'oidc-provider';
import type { Person } from '../people.ts';
import { errorPage, pickPersonPage } from './pages.ts';

export const interactionPath = '/interaction/';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Answers under {@link interactionPath}: shows the people to pick from, then signs the picked one in. */
export async function interact(
  provider: Provider,
  people: readonly Person[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const interaction = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return await showPeople(provider, people, interaction, response);
    const result = await decide(provider, people, interaction, new URLSearchParams(await text(request)));
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  } catch (error) {
    sendPage(response, 400, errorPage(error instanceof Error ? error.message : 'invalid_request'));
  }
}

async function showPeople(
  provider: Provider,
  people: readonly Person[],
  { params }: Interaction,
  response: ServerResponse,
): Promise<void> {
  const clientId = String(params.client_id);
  const client = await provider.Client.find(clientId);
  sendPage(response, 200, pickPersonPage(people, client?.clientName ?? clientId, String(params.scope)));
}

async function decide(
  provider: Provider,
  people: readonly Person[],
  { params, grantId }: Interaction,
  form: URLSearchParams,
): Promise<InteractionResults> {
  if (form.has('deny')) return { error: 'access_denied', error_description: 'The person refused.' };
  const accountId = form.get('sub') ?? '';
  if (!people.some(({ sub }) => sub === accountId)) throw new Error('unknown_person');
  const earlier = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant =
    earlier?.accountId === accountId ? earlier : new provider.Grant({ accountId, clientId: String(params.client_id) });
  grant.addOIDCScope(String(params.scope));
  return { login: { accountId }, consent: { grantId: await grant.save() }, select_account: {} };
}

function sendPage(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
}
