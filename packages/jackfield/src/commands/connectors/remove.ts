import { wholeNumber } from '../../arguments.ts';
import { withHost } from '../../host/with-host.ts';
import { confirm } from '../../input/confirm.ts';
import { printAnswer } from '../../output/print.ts';
import { safeText } from '../../output/safe-text.ts';
import { actor } from '../actor.ts';
import type { Command } from '../command.ts';
import { findConnector } from './find-connector.ts';

/** Removes a connector. */
export const removeConnector: Command = {
  name: 'connectors remove',
  summary: "remove a connector and its configuration; people's identities stay",
  operands: [{ name: 'connector' }],
  options: ['yes', 'if-version'],
  run: (context) =>
    withHost(context, async ({ connectors }) => {
      const { id, connectorId, version } = await findConnector(connectors, context.operands[0] ?? '');
      await confirm(context, safeText(`This removes ${connectorId}, ${id}, with its configuration.`));
      const { 'if-version': wanted } = context.options;
      await connectors.remove(id, actor, wanted === undefined ? version : wholeNumber(wanted, '--if-version'));
      printAnswer(context, { removed: id }, [safeText(`Removed ${connectorId}, ${id}.`)]);
      return 0;
    }),
};
