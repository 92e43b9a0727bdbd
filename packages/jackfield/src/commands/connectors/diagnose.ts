import type { DiagnosticStep } from '@jackfield/connector-kit';
import { exitCodes } from '../../exit-codes.ts';
import { withHost } from '../../host/with-host.ts';
import { safeJson, safeText } from '../../output/safe-text.ts';
import type { Style } from '../../output/style.ts';
import type { Command } from '../command.ts';
import { findConnector } from './find-connector.ts';

/** Examines a connector. */
export const diagnoseConnector: Command = {
  name: 'connectors diagnose',
  summary: 'examine a connector and the way to its provider, without signing anyone in or sending anything',
  operands: [{ name: 'connector' }],
  options: [],
  run: (context) =>
    withHost(context, async ({ connectors }) => {
      const { id } = await findConnector(connectors, context.operands[0] ?? '');
      const { instance } = await connectors.use(id);
      let hasFailed = false;
      for await (const step of instance.diagnose()) {
        context.print(context.options.json ? safeJson(step) : describe(step, context.style));
        hasFailed ||= step.status === 'fail';
        if (context.signal.aborted) return exitCodes.failed;
      }
      return hasFailed ? exitCodes.found : exitCodes.done;
    }),
};

const colours = { pass: 'good', warn: 'doubtful', fail: 'bad', skipped: 'quiet' } as const;

function describe({ status, title, detail, fix }: DiagnosticStep, style: Style): string {
  const text = `${title}: ${detail}${fix === undefined ? '' : ` ${fix}`}`;
  return style[colours[status]](status.padEnd(8)) + safeText(text);
}
