import type { Created } from '@jackfield/connector-host';
import { withHost } from '../../host/with-host.ts';
import { printAnswer } from '../../output/print.ts';
import { safeText } from '../../output/safe-text.ts';
import { UsageError } from '../../usage-error.ts';
import { actor } from '../actor.ts';
import type { Command } from '../command.ts';
import { buildConfig } from './build-config.ts';
import { readOverride, readSwitches } from './request.ts';

/** Adds a connector. */
export const addConnector: Command = {
  name: 'connectors add',
  summary: 'add a connector; an e-mail or SMS connector takes the place of the one before',
  operands: [{ name: 'package' }],
  options: ['config', 'set', 'secret', 'id', 'target', 'name', 'logo', 'logo-dark', 'sync-profile', 'token-storage'],
  notes: [
    'The package is named by its id, such as github or smtp-email: see jackfield connectors packages.',
    '',
    '  jackfield connectors add github --set clientId=Iv1.abc --secret clientSecret=prompt',
    '  jackfield connectors add oidc-standard --target acme --name Acme --config acme.json',
  ],
  run: (context) =>
    withHost(
      context,
      async ({ connectors, discovery }) => {
        const [connectorId = ''] = context.operands;
        const installed = discovery.find(connectorId);
        if (!installed) {
          throw new UsageError('No installed package has this connector id: see jackfield connectors packages.');
        }
        const metadata = readOverride(context);
        const created = await connectors.create(
          {
            connectorId,
            config: await buildConfig(context, installed.module.configGuard, {}),
            ...(context.options.id !== undefined && { id: context.options.id }),
            ...(metadata && { metadata }),
            ...readSwitches(context),
          },
          actor,
        );
        printAnswer(context, created, linesOf(created));
        return 0;
      },
      { mayCreate: true },
    ),
};

function linesOf({ connector: { id, connectorId, target }, replaced }: Created): readonly string[] {
  return [
    safeText(`Added ${connectorId} as ${id}, target ${target}.`),
    ...(replaced ? [safeText(`It took the place of ${replaced.connectorId}, ${replaced.id}.`)] : []),
  ];
}
