import type { DiagnosticStep } from '@jackfield/connector-kit';
import { withConnector } from '../connect.ts';
import { safeJson, safeText } from '../output/safe-text.ts';
import type { CommandContext } from './command.ts';

/** `diagnose`: examines the way to the tenant. */
export async function diagnose(context: CommandContext): Promise<number> {
  const { options, print } = context;
  return withConnector(context, async (connector) => {
    let hasFailed = false;
    for await (const step of connector.diagnose()) {
      print(options.json ? safeJson(step) : describe(step));
      hasFailed ||= step.status === 'fail';
    }
    return hasFailed ? 2 : 0;
  });
}

function describe({ status, title, detail, fix }: DiagnosticStep): string {
  return safeText(`${status.padEnd(8)}${title}: ${detail}${fix === undefined ? '' : ` ${fix}`}`);
}
