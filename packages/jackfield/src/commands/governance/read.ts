import type { Entitlement, Grant, Resource, Snapshot } from '@jackfield/connector-kit';
import { wholeNumber } from '../../arguments.ts';
import { withHost } from '../../host/with-host.ts';
import { instant } from '../../output/instant.ts';
import { printList } from '../../output/print.ts';
import type { Command, CommandContext } from '../command.ts';
import { findGovernance, withSnapshots } from './snapshot-database.ts';

/** Lists the snapshots. */
export const listSnapshots: Command = {
  name: 'governance snapshots',
  summary: 'list the snapshots of a governance connector, and whether they are sealed',
  operands: [{ name: 'connector' }],
  options: [],
  run: (context) =>
    withHost(context, async (host) => {
      const connector = await findGovernance(host, context);
      await withSnapshots(host, connector, (snapshots) =>
        printList(context, snapshots.list(), {
          snapshot: ({ id }) => String(id),
          state: ({ state }) => state,
          started: ({ startedAt }) => instant(startedAt),
          ended: ({ endedAt }) => instant(endedAt),
        }),
      );
      return 0;
    }),
};

/** Lists users, organizations and roles. */
export const listResources: Command = reader(
  'resources',
  'list the users, groups and roles of a snapshot',
  (context, snapshot) =>
    printList<Resource>(context, [...snapshot.resources()], {
      type: ({ type }) => type,
      id: ({ id }) => id,
      name: ({ displayName }) => displayName,
      status: ({ status = '' }) => status,
      created: ({ createdAt }) => instant(createdAt),
    }),
);

/** Lists what can be held. */
export const listEntitlements: Command = reader('entitlements', 'list what can be held', (context, snapshot) =>
  printList<Entitlement>(context, [...snapshot.entitlements()], {
    entitlement: ({ id }) => id,
    name: ({ displayName }) => displayName,
    purpose: ({ purpose }) => purpose,
  }),
);

/** Lists who holds what. */
export const listGrants: Command = reader('grants', 'list who holds what', (context, snapshot) =>
  printList<Grant>(context, [...snapshot.grants()], {
    entitlement: ({ entitlement }) => entitlement,
    principal: ({ principal: { type, id } }) => `${type}:${id}`,
  }),
);

function reader(name: string, summary: string, show: (context: CommandContext, snapshot: Snapshot) => void): Command {
  return {
    name: `governance ${name}`,
    summary,
    operands: [{ name: 'connector' }],
    options: ['snapshot'],
    run: (context) =>
      withHost(context, async (host) => {
        const connector = await findGovernance(host, context);
        const { snapshot: number } = context.options;
        const id = number === undefined ? undefined : wholeNumber(number, '--snapshot');
        await withSnapshots(host, connector, (snapshots) => {
          const snapshot = snapshots.get(id);
          if (snapshot.state !== 'Connected') {
            context.warn(`Snapshot ${snapshot.id} is not sealed: it may lack records.`);
          }
          show(context, snapshot);
        });
        return 0;
      }),
  };
}
