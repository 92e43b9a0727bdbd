import { type Connector, ConnectorError, type EmailConnector, type SmsConnector } from '@jackfield/connector-kit';
import type { HostContext } from '../context.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { HostError } from '../host-error.ts';
import { type ConnectorEntry, createMemory } from './connector-memory.ts';
import { deleteConnector, insertConnector, notFound, readConnector, updateConnector } from './connector-rows.ts';
import { openConnector, readStoredConfig, type ReadyConnector } from './connector-state.ts';
import { toLive, toView } from './connector-view.ts';
import type { ConnectorProblem, Connectors, ConnectorView, LiveConnector } from './connectors.ts';
import { parseWithSecrets } from './parse-with-secrets.ts';
import { createInstance, isSocial, requirePackage } from './packages.ts';
import { prepareChange, prepareNew } from './prepare.ts';
import { refreshAfterChange } from './refresh-after-change.ts';

/** How often a change that names no version is made anew when others are faster. */
const mostAttempts = 5;

/**
 * The connectors of a host; see {@link Connectors}.
 *
 * @throws `database_*` when they cannot be read
 */
export async function createConnectors(context: HostContext, discovery: Discovery): Promise<Connectors> {
  const memory = createMemory(context, discovery);
  await memory.refresh();

  /** What is not there, or does not work, may have been changed by another process a moment ago. */
  const openReady = async (
    find: () => ConnectorEntry | undefined,
  ): Promise<{ entry: ConnectorEntry; state: ReadyConnector }> => {
    const known = find();
    const state = await known?.open();
    if (known && state?.isReady) return { entry: known, state };
    await memory.refresh();
    const entry = find();
    if (!entry) throw notFound();
    const newer = await entry.open();
    if (newer.isReady) return { entry, state: newer };
    throw brokenBy(newer.problem);
  };

  const useOf = async <Instance extends Connector>(
    find: () => ConnectorEntry | undefined,
    isWanted: (connector: Connector) => connector is Instance,
  ): Promise<LiveConnector<Instance>> => {
    const { entry, state } = await openReady(find);
    if (isWanted(state.instance)) return toLive(entry.row, state, state.instance);
    throw new ConnectorError('unexpected_type', { hint: `It is a connector of the type ${state.instance.type}.` });
  };

  const active = (type: 'Email' | 'Sms') => () => memory.entries().find(({ row }) => row.type === type);

  return {
    async list() {
      await memory.refresh();
      return Promise.all(memory.entries().map(viewOf));
    },

    async get(id) {
      await memory.refresh();
      const entry = memory.find(id);
      if (!entry) throw notFound();
      return viewOf(entry);
    },

    async create(request, actor) {
      const { draft, details } = await prepareNew(context, discovery, request);
      const change = { actor, details, allowIssuer: request.allowIssuer };
      const { row, replaced } = await insertConnector(context, draft, change);
      await refreshAfterChange(context, memory);
      const connector = toView(row, await openConnector(context, discovery, row));
      return { connector, ...(replaced && { replaced }) };
    },

    async update(id, change, actor) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const { draft, details } = await prepareChange(context, discovery, await readConnector(context, id), change);
          const row = await updateConnector(context, draft, { actor, details, allowIssuer: change.allowIssuer });
          await refreshAfterChange(context, memory);
          return toView(row, await openConnector(context, discovery, row));
        } catch (error) {
          const isConflict = HostError.isInstance(error) && error.code === 'version_conflict';
          if (!isConflict || change.version !== undefined || attempt >= mostAttempts) throw error;
        }
      }
    },

    async remove(id, actor, version) {
      await deleteConnector(context, id, actor, version);
      await refreshAfterChange(context, memory);
    },

    use: (id) => useOf(() => memory.find(id), isConnector),
    useSocial: (id) => useOf(() => memory.find(id), isSocial),
    useEmail: () => useOf(active('Email'), isEmail),
    useSms: () => useOf(active('Sms'), isSms),

    async listSocial() {
      const entries = memory.entries().filter(({ row }) => row.type === 'Social');
      const lives = await Promise.all(
        entries.map(async (entry) => {
          const state = await entry.open();
          return state.isReady && isSocial(state.instance) ? [toLive(entry.row, state, state.instance)] : [];
        }),
      );
      return lives.flat();
    },

    async attempt(connectorId, config, like) {
      const installed = requirePackage(discovery, connectorId);
      const row = like === undefined ? undefined : await readConnector(context, like);
      const stored = row?.connector_id === connectorId ? readStoredConfig(context, row) : {};
      const secrets = 'config' in stored ? stored.config : undefined;
      return createInstance(context, installed, parseWithSecrets(installed.module.configGuard, config, secrets));
    },

    async readConfig(id) {
      const stored = readStoredConfig(context, await readConnector(context, id));
      if ('problem' in stored) throw brokenBy(stored.problem);
      return { ...stored.config };
    },

    refresh: () => memory.refresh(),
  };
}

async function viewOf(entry: ConnectorEntry): Promise<ConnectorView> {
  return toView(entry.row, await entry.open());
}

function brokenBy({ message, hint }: ConnectorProblem): HostError {
  return new HostError('connector_broken', { hint: `${message} ${hint}` });
}

const isConnector = (connector: Connector): connector is Connector => connector.type !== undefined;
const isEmail = (connector: Connector): connector is EmailConnector => connector.type === 'Email';
const isSms = (connector: Connector): connector is SmsConnector => connector.type === 'Sms';
