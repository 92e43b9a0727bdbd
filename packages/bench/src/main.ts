/**
 * `pnpm bench [signin|smtp|sms|footprint|governance|host …] [--peers] [--json] [--readme]`: measures what things cost
 * and compares that with their budgets. Without names, everything. The exit code is not 0 when a budget is exceeded.
 */
import { parseArgs } from 'node:util';
import { installPeers } from './peers/install.ts';
import { jsonReport } from './report/json.ts';
import { writeReadme } from './report/readme.ts';
import { textReport } from './report/text.ts';
import { holds, type SuiteName, suiteNames } from './rows.ts';
import { runFootprint } from './suites/footprint.ts';
import { runGovernance } from './suites/governance.ts';
import { runHost } from './suites/host.ts';
import { runMail } from './suites/mail.ts';
import { runSignIn } from './suites/sign-in.ts';
import { runSms } from './suites/sms.ts';
import type { SuiteOptions, SuiteResult } from './suites/suite.ts';

const suites: Readonly<Record<SuiteName, (options: SuiteOptions) => Promise<SuiteResult>>> = {
  signin: runSignIn,
  smtp: runMail,
  sms: runSms,
  footprint: runFootprint,
  governance: runGovernance,
  host: runHost,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    readme: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !suiteNames.some((suite) => suite === name));
if (unknown.length > 0) {
  console.error(`There is no suite called ${unknown.join(', ')}. There are: ${suiteNames.join(', ')}.`);
  process.exitCode = 2;
} else {
  await run(suiteNames.filter((name) => positionals.length === 0 || positionals.includes(name)));
}

function onProgress(text: string): void {
  console.error(text);
}

async function run(names: readonly SuiteName[]): Promise<void> {
  if (values.peers) {
    onProgress('Installing the other libraries');
    await installPeers();
  }
  const results: SuiteResult[] = [];
  for (const name of names) results.push(await suites[name]({ peers: values.peers, onProgress }));
  const rows = results.flatMap((result) => result.rows);
  const comparisons = results.flatMap((result) => result.comparisons);
  if (values.readme) await writeReadme(rows, comparisons);
  console.log(values.json ? jsonReport(rows, comparisons) : textReport(rows, comparisons));
  if (rows.some((row) => holds(row) === false)) process.exitCode = 1;
}
