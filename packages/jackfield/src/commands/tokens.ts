import { wholeNumber } from '../arguments.ts';
import { withHost } from '../host/with-host.ts';
import { confirm } from '../input/confirm.ts';
import { instant } from '../output/instant.ts';
import { printAnswer, printList } from '../output/print.ts';
import { safeText } from '../output/safe-text.ts';
import { UsageError } from '../usage-error.ts';
import { actor } from './actor.ts';
import type { Command, CommandContext } from './command.ts';

const day = 24 * 60 * 60_000;

/** Makes a token for the API. */
export const createToken: Command = {
  name: 'tokens create',
  summary: 'make a token for the management API; it is shown once',
  operands: [],
  options: ['name', 'scope', 'expires-in'],
  run: (context) =>
    withHost(
      context,
      async ({ tokens }) => {
        const { token, info } = await tokens.create(readRequest(context, Date.now()), actor);
        const { id, name, scope, expiresAt } = info;
        if (!context.options.json) context.warn('This is shown only now. Keep it as you keep a password.');
        printAnswer(context, { token, id, name, scope, expiresAt }, [token]);
        return 0;
      },
      { mayCreate: true, withoutConnectors: true },
    ),
};

/** Lists the tokens. */
export const listTokens: Command = {
  name: 'tokens list',
  summary: 'list the tokens of the management API, without the tokens themselves',
  operands: [],
  options: [],
  run: (context) =>
    withHost(
      context,
      async ({ tokens }) => {
        printList(context, await tokens.list(), {
          id: ({ id }) => id,
          name: ({ name }) => name,
          scope: ({ scope }) => scope,
          created: ({ createdAt }) => instant(createdAt),
          ends: ({ expiresAt }) => (expiresAt === null ? 'never' : instant(expiresAt)),
        });
        return 0;
      },
      { withoutConnectors: true },
    ),
};

/** Ends a token. */
export const revokeToken: Command = {
  name: 'tokens revoke',
  summary: 'end a token, and the console sessions that were begun with it',
  operands: [{ name: 'id' }],
  options: ['yes'],
  run: (context) =>
    withHost(
      context,
      async ({ tokens }) => {
        const [id = ''] = context.operands;
        await confirm(context, 'Programs that use this token will be refused.');
        await tokens.revoke(id, actor);
        printAnswer(context, { revoked: id }, [safeText(`Revoked ${id}.`)]);
        return 0;
      },
      { withoutConnectors: true },
    ),
};

function readRequest({ options }: CommandContext, now: number) {
  const { name: [name, ...others] = [], scope = 'read', 'expires-in': days } = options;
  if (name === undefined || others.length > 0) throw new UsageError('Say what the token is for: --name.');
  if (scope !== 'read' && scope !== 'write') throw new UsageError('--scope is read or write.');
  const expiresAt = days === undefined ? null : now + wholeNumber(days, '--expires-in') * day;
  return { name, scope, expiresAt } as const;
}
