import * as z from 'zod';
import type { Journal } from './journal.ts';
import { call, type Client, type Outcome, report } from './site.ts';
import { fixedIds, mailConnector, oauthConnector } from './world.ts';

const connectorGuard = z.looseObject({
  id: z.string(),
  type: z.string(),
  target: z.string(),
  platform: z.string().nullable(),
  version: z.int(),
  problem: z.looseObject({ code: z.string() }).optional(),
});
const listGuard = z.array(connectorGuard);
const createdGuard = connectorGuard.extend({ replaced: z.looseObject({ id: z.string() }).optional() });
type Listed = z.infer<typeof connectorGuard>;

const targets = Array.from({ length: 6 }, (_, index) => `rival-${index}`);
const isRival = ({ target }: Listed): boolean => targets.includes(target);

/** Adds one of many connectors, which few targets are there for. */
export async function createConnector(client: Client): Promise<void> {
  const id = `rival-${client.next()}`;
  const json = { id, ...oauthConnector(client.world.oauth, client.chance.pick(targets)) };
  const outcome = await call(client, 'create connector', {
    method: 'POST',
    path: '/api/connectors',
    json,
    refusals: ['target_taken'],
  });
  noteCreated(client.journal, id, outcome);
}

/** Puts another e-mail connector in the place of the one that is there. */
export async function replaceMail(client: Client): Promise<void> {
  const id = `mail-${client.next()}`;
  const json = { id, ...mailConnector(client.world.smtp) };
  const outcome = await call(client, 'replace e-mail', { method: 'POST', path: '/api/connectors', json });
  noteCreated(client.journal, id, outcome);
  if (outcome.state !== 'acknowledged') return;
  const { replaced } = createdGuard.parse(outcome.body);
  if (!replaced) return report(client, 'an e-mail connector replaced nothing');
  const before = client.journal.connectors.get(replaced.id);
  if (before) before.ends += 1;
  else client.journal.connectors.set(replaced.id, { created: 'unknown', ends: 1, mayHaveEnded: false });
}

function noteCreated({ connectors }: Journal, id: string, { state }: Outcome): void {
  if (state === 'refused' || state === 'not sent') return;
  const created = state === 'acknowledged' ? 'acknowledged' : 'unknown';
  // Its end may have been seen first, when the answer to its creation came late.
  const { ends, mayHaveEnded } = connectors.get(id) ?? { ends: 0, mayHaveEnded: false };
  connectors.set(id, { created, ends, mayHaveEnded });
}

/** Removes one of the many, when its version is still what it was. */
export async function removeConnector(client: Client): Promise<void> {
  const rivals = (await listConnectors(client))?.filter(isRival) ?? [];
  if (rivals.length === 0) return;
  const { id, version } = client.chance.pick(rivals);
  const { state } = await call(client, 'remove connector', {
    method: 'DELETE',
    path: `/api/connectors/${id}`,
    ifMatch: version,
    refusals: ['connector_not_found', 'precondition_failed'],
  });
  const { connectors } = client.journal;
  if (!connectors.has(id)) connectors.set(id, { created: 'unknown', ends: 0, mayHaveEnded: false });
  const seen = connectors.get(id);
  if (seen && state === 'acknowledged') seen.ends += 1;
  if (seen && (state === 'failed' || state === 'lost')) seen.mayHaveEnded = true;
}

/** Changes the connector that everybody changes; the version read before says which of two was first. */
export async function changeConnector(client: Client): Promise<void> {
  const path = `/api/connectors/${fixedIds.changed}`;
  const read = await call(client, 'read connector', { path });
  if (read.state !== 'acknowledged') return;
  const { version } = connectorGuard.parse(read.body);
  const name = `change ${client.next()}`;
  const outcome = await call(client, 'change connector', {
    method: 'PATCH',
    path,
    json: { metadata: { target: 'soak-changed', name: { en: name } } },
    ifMatch: version,
    refusals: ['precondition_failed'],
  });
  const { changes } = client.journal;
  if (outcome.state === 'failed' || outcome.state === 'lost') changes.push({ name, certainty: 'unknown' });
  if (outcome.state === 'acknowledged') {
    const { version: made } = connectorGuard.parse(outcome.body);
    changes.push({ name, certainty: 'acknowledged', version: made });
  }
}

/** Whatever is under way: a list shows the rules as kept. */
export async function listConnectors(client: Client): Promise<readonly Listed[] | undefined> {
  const outcome = await call(client, 'list connectors', { path: '/api/connectors' });
  if (outcome.state !== 'acknowledged') return undefined;
  const list = listGuard.parse(outcome.body);
  const social = list.filter(({ type }) => type === 'Social').map(({ target, platform }) => `${target} ${platform}`);
  if (new Set(social).size < social.length) report(client, 'a list has one target twice');
  for (const kind of ['Email', 'Sms']) {
    const count = list.filter(({ type }) => type === kind).length;
    if (count !== 1) report(client, `a list has ${count} connectors of the type ${kind}`);
  }
  for (const { id, problem } of list) if (problem) report(client, `a list shows ${id} as broken: ${problem.code}`);
  return list;
}
