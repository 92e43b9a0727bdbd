import { wholeNumber } from '../../arguments.ts';
import { withHost } from '../../host/with-host.ts';
import { printAnswer } from '../../output/print.ts';
import { safeText } from '../../output/safe-text.ts';
import { UsageError } from '../../usage-error.ts';
import { actor } from '../actor.ts';
import type { Command } from '../command.ts';
import { buildConfig, changesConfig } from './build-config.ts';
import { findConnector } from './find-connector.ts';
import { readOverride, readSwitches } from './request.ts';

/** Changes a connector. */
export const updateConnector: Command = {
  name: 'connectors update',
  summary: 'change a connector; fields and secrets that are not named stay as they are',
  operands: [{ name: 'connector' }],
  options: [
    'config',
    'set',
    'unset',
    'secret',
    'target',
    'name',
    'logo',
    'logo-dark',
    'sync-profile',
    'token-storage',
    'if-version',
    'allow-issuer',
  ],
  notes: ['--config replaces the whole configuration; secrets that it shows as dots keep what is stored.'],
  run: (context) =>
    withHost(context, async ({ connectors, discovery }) => {
      const before = await findConnector(connectors, context.operands[0] ?? '');
      const guard = discovery.find(before.connectorId)?.module.configGuard;
      if (!guard) throw new UsageError(`${before.connectorId} is not installed: see jackfield connectors packages.`);
      const { 'if-version': version, 'allow-issuer': allowIssuer } = context.options;
      const metadata = readOverride(context, before.metadata);
      const change = {
        ...(changesConfig(context) && { config: await buildConfig(context, guard, { ...before.config }) }),
        ...(metadata && { metadata }),
        ...readSwitches(context),
      };
      if (Object.keys(change).length === 0) throw new UsageError('Say what is to change: see --help.');
      const after = await connectors.update(
        before.id,
        {
          ...change,
          version: version === undefined ? before.version : wholeNumber(version, '--if-version'),
          ...(allowIssuer !== undefined && { allowIssuer }),
        },
        actor,
      );
      printAnswer(context, after, [safeText(`Changed ${after.connectorId}, ${after.id}: version ${after.version}.`)]);
      return 0;
    }),
};
