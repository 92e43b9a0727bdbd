import { ConnectorError, type DiagnosticStep, type Runtime } from '@jackfield/connector-kit';
import { grantsAll, requestToken, type TokenAnswer } from './api/access-token.ts';
import { HttpClient } from './api/http-client.ts';
import { ManagementApi } from './api/management-api.ts';
import { roleMissing } from './api/refusal.ts';
import { usualDelays } from './api/retry.ts';
import type { LogtoSettings } from './settings.ts';

type Finding = Omit<DiagnosticStep, 'id' | 'title'>;

interface Check {
  readonly id: string;
  readonly title: string;
  readonly run: (visit: Visit) => Finding | Promise<Finding>;
}

/** What the checks find out for each other. */
interface Visit {
  readonly settings: LogtoSettings;
  readonly runtime: Runtime;
  readonly api: ManagementApi;
  readonly signal: AbortSignal;
  /** What the token endpoint said, whatever it was. */
  token?: TokenAnswer;
  refusal?: unknown;
  /** `Date` of its answer, in milliseconds since the epoch, and when it came. */
  date?: { theirs: number; ours: number };
}

/** Milliseconds that the clocks may differ. */
const clockTolerance = 30_000;

const checks: readonly Check[] = [
  { id: 'reachability', title: 'Token endpoint', run: reach },
  { id: 'clock', title: 'Clock', run: compareClocks },
  { id: 'token', title: 'Application and secret', run: examineToken },
  { id: 'scope', title: 'Role of the application', run: examineScope },
  right('users', 'Right to read users', 'users'),
  right('organization-roles', 'Right to read organization roles', 'organization-roles'),
  right('organizations', 'Right to read organizations', 'organizations'),
  { id: 'members', title: 'Right to read members', run: readFirstMembers },
];

/** Examines configuration, network, credentials and rights. It reads first pages, and changes nothing. */
export async function* diagnose(
  readSettings: () => Promise<LogtoSettings>,
  runtime: Runtime,
): AsyncGenerator<DiagnosticStep, void, undefined> {
  const configuration = { id: 'configuration', title: 'Configuration' };
  let settings: LogtoSettings;
  try {
    settings = { ...(await readSettings()), retries: 0 };
  } catch (error) {
    yield { ...configuration, ...describe(error, 'The configuration could not be read.') };
    for (const { id, title } of checks) yield { id, title, ...skipped };
    return;
  }
  yield { ...configuration, status: 'pass', detail: `Every field fits. The resource is ${settings.resource}.` };
  const left = new AbortController();
  const { signal } = left;
  const visit: Visit = { settings, runtime, signal, api: new ManagementApi({ settings, runtime, signal }) };
  try {
    let isBlocked = false;
    for (const { id, title, run } of checks) {
      const finding = isBlocked ? skipped : await attempt(run, visit);
      if (finding.status === 'fail') isBlocked = true;
      yield { id, title, ...finding };
    }
  } finally {
    left.abort();
  }
}

const skipped: Finding = { status: 'skipped', detail: 'Not reached, because an earlier step failed.' };

async function attempt(run: Check['run'], visit: Visit): Promise<Finding> {
  try {
    return await run(visit);
  } catch (error) {
    return describe(error, 'This failed unexpectedly.');
  }
}

function describe(error: unknown, otherwise: string): Finding {
  if (!ConnectorError.isInstance(error)) return { status: 'fail', detail: otherwise };
  const { message, hint } = error;
  return { status: 'fail', detail: message, ...(hint !== undefined && { fix: hint }) };
}

/** Any answer will do here; what it says is examined by the steps that follow. */
async function reach(visit: Visit): Promise<Finding> {
  const { settings, runtime, signal } = visit;
  const http = new HttpClient({ runtime, signal, parallel: 1, timeout: settings.timeout, retries: 0, ...usualDelays });
  let isAnswered = false;
  try {
    visit.token = await requestToken(http, settings, runtime.clock, ({ headers }) => {
      isAnswered = true;
      const theirs = Date.parse(headers.date ?? '');
      if (!Number.isNaN(theirs)) visit.date = { theirs, ours: runtime.clock.now() };
    });
  } catch (error) {
    if (!isAnswered) throw error;
    visit.refusal = error;
  }
  return { status: 'pass', detail: 'It answers.' };
}

function compareClocks({ date }: Visit): Finding {
  if (date === undefined) return { status: 'warn', detail: 'The answer does not say what time it is there.' };
  const seconds = Math.round(Math.abs(date.ours - date.theirs) / 1000);
  if (seconds * 1000 <= clockTolerance) return { status: 'pass', detail: `It differs by ${seconds} s.` };
  return {
    status: 'warn',
    detail: `The clock here and the one of Logto differ by ${seconds} s: tokens seem to be expired, or are not renewed in time.`,
    fix: 'Let both machines set their clocks by NTP.',
  };
}

function examineToken({ refusal }: Visit): Finding {
  if (refusal !== undefined) throw refusal;
  return { status: 'pass', detail: 'Logto issues a token for the resource.' };
}

function examineScope({ token }: Visit): Finding {
  if (grantsAll(token?.scope)) return { status: 'pass', detail: 'The token may use the whole Management API.' };
  return { status: 'fail', detail: 'The token carries no right.', fix: roleMissing };
}

/** A list that the application must be able to read. */
function right(id: string, title: string, path: string): Check {
  const run = async ({ api }: Visit): Promise<Finding> => countFinding((await api.page(path, 1)).total);
  return { id, title, run };
}

async function readFirstMembers({ api }: Visit): Promise<Finding> {
  const [organization] = (await api.page('organizations', 1)).records;
  if (organization === undefined) return { status: 'pass', detail: 'The tenant has no organizations: users only.' };
  return countFinding((await api.page(`organizations/${organization.id}/users`, 1)).total);
}

function countFinding(total: number | undefined): Finding {
  if (total !== undefined) return { status: 'pass', detail: `The first page can be read; there are ${total} in all.` };
  return {
    status: 'warn',
    detail: 'The first page can be read, but it does not say how many there are: no snapshot can be sealed.',
    fix: 'Let a proxy between here and Logto pass the header Total-Number on.',
  };
}
