import type { ConnectorView } from '@jackfield/connector-host';
import { withHost } from '../../host/with-host.ts';
import { instant } from '../../output/instant.ts';
import { printAnswer, printList } from '../../output/print.ts';
import { safeText, shortText } from '../../output/safe-text.ts';
import { isObject } from '../../input/read-config.ts';
import type { Command } from '../command.ts';
import { findConnector } from './find-connector.ts';

/** Lists the connectors, also those that are broken. */
export const listConnectors: Command = {
  name: 'connectors list',
  summary: 'list the connectors, and what is wrong with them',
  operands: [],
  options: [],
  run: (context) =>
    withHost(context, async ({ connectors }) => {
      printList(context, await connectors.list(), {
        id: ({ id }) => id,
        connector: ({ connectorId }) => connectorId,
        type: ({ type }) => type,
        target: ({ target }) => target,
        platform: ({ platform }) => platform ?? '',
        name: ({ name }) => name.en ?? '',
        version: ({ version }) => String(version),
        state: (connector) => stateOf(connector),
      });
      return 0;
    }),
};

/** Shows one connector, its configuration without secrets included. */
export const showConnector: Command = {
  name: 'connectors show',
  summary: 'show one connector, its configuration without the secrets',
  operands: [{ name: 'connector' }],
  options: [],
  run: (context) =>
    withHost(context, async ({ connectors }) => {
      const connector = await findConnector(connectors, context.operands[0] ?? '');
      printAnswer(context, connector, linesOf(connector));
      return 0;
    }),
};

/** Lists the packages that the application has installed. */
export const listPackages: Command = {
  name: 'connectors packages',
  summary: 'list the connector packages that are installed, also broken ones',
  operands: [],
  options: [],
  run: (context) =>
    withHost(context, async ({ discovery }) => {
      const packages = discovery.packages.map((one) =>
        one.state === 'ready'
          ? { package: one.packageName, version: one.version, connectorId: one.module.metadata.id, problem: '' }
          : { package: one.packageName, version: one.version, connectorId: one.connectorId, problem: one.problem },
      );
      printList(context, packages, {
        package: (one) => one.package,
        version: ({ version = '' }) => version,
        connector: ({ connectorId = '' }) => connectorId,
        problem: ({ problem }) => problem,
      });
      return 0;
    }),
};

function stateOf({ problem }: ConnectorView): string {
  return problem === undefined ? 'ok' : `broken: ${problem.message} ${problem.hint}`.trim();
}

function linesOf(connector: ConnectorView): readonly string[] {
  const { id, connectorId, type, target, platform, issuer, name, config, version, createdAt, updatedAt } = connector;
  const facts: readonly (readonly [string, string])[] = [
    ['id', id],
    ['connector', connectorId],
    ['type', type],
    ['target', target],
    ['platform', platform ?? ''],
    ['issuer', issuer ?? ''],
    ['name', name.en ?? ''],
    ['sync profile', connector.syncProfile ? 'each sign-in' : 'sign-up'],
    ['token storage', connector.tokenStorage ? 'on' : 'off'],
    ['version', String(version)],
    ['created', instant(createdAt)],
    ['updated', instant(updatedAt)],
    ['state', stateOf(connector)],
    ...configLines('config', config),
  ];
  const shown = facts.filter(([, text]) => text !== '');
  const width = Math.max(...shown.map(([key]) => key.length));
  return shown.map(([key, text]) => `${key.padEnd(width)}  ${shortText(text)}`);
}

/** One line for each value; lists on one. */
function configLines(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (!isObject(value)) return [[safeText(path), typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => configLines(`${path}.${key}`, inner));
}
