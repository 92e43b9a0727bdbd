import type { LogtoRequest } from '../api/request.ts';
import { pageTricks } from './pages.ts';
import { rowTricks } from './rows.ts';
import { totalTricks } from './totals.ts';
import type { ListTrick, LogtoVariant } from './variant.ts';

/** The lists at which each trick can be played. */
export const lists = {
  users: 'Users',
  organizations: 'Organizations',
  members: 'Members',
  'organization-roles': 'Organization roles',
} as const;

/** How a list can lie: in its pages, in its count and in its rows. */
export const listTricks = { ...pageTricks, ...totalTricks, ...rowTricks } as const satisfies Record<string, ListTrick>;

type TrickName = `${keyof typeof lists}/${keyof typeof listTricks}`;

/** Every trick at every list: `users/page-empty`, `members/total-low` and so on. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are made of these very tables
export const listVariants = Object.fromEntries(
  Object.entries(lists).flatMap(([list, label]) =>
    Object.entries<ListTrick>(listTricks).map(([name, trick]): [string, LogtoVariant] => [
      `${list}/${name}`,
      { ...at(list, trick), description: `${label}: ${trick.description}` },
    ]),
  ),
) as { [name in TrickName]: LogtoVariant };

function at(list: string, { window, total, rows }: ListTrick): Omit<LogtoVariant, 'description'> {
  const here = ({ endpoint }: LogtoRequest): boolean => endpoint === list;
  return {
    window: (seen, request, count) => (window && here(request) ? window(seen, request, count) : seen),
    total: (seen, request) => (total && here(request) ? total(seen, request) : seen),
    rows: (seen, request) => (rows && here(request) ? rows(seen, request) : seen),
  };
}
