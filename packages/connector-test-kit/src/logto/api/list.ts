import type { Answer } from '../../oidc/scripted/variant.ts';
import type { JsonObject } from '../../oidc/json.ts';
import { LogtoRefusal } from '../tenant/refusal.ts';
import type { ListWindow } from '../tenant/user-order.ts';
import { json } from './answer.ts';
import type { LogtoRequest } from './request.ts';
import type { World } from './world.ts';

/** Where a list's rows come from. */
export interface ListSource {
  readonly total: number;
  rows(window: ListWindow): readonly object[];
}

/** One page, counted in `Total-Number`. Past the end it is empty. */
export function listAnswer(world: World, request: LogtoRequest, source: ListSource): Answer {
  const { variants } = world;
  const asked = askedWindow(request);
  const window = variants.reduce((seen, variant) => variant.window?.(seen, request, source.total) ?? seen, asked);
  const found = source.rows(window).map((row): JsonObject => ({ ...row }));
  const rows = variants.reduce<readonly unknown[]>((seen, variant) => variant.rows?.(seen, request) ?? seen, found);
  const total = variants.reduce<string | undefined>(
    (seen, variant) => (variant.total ? variant.total(seen, request) : seen),
    String(source.total),
  );
  return json(rows, 200, total === undefined ? {} : { 'total-number': total });
}

/**
 * `page` (from 1) and `page_size` (default 20, at most 100).
 *
 * @throws LogtoRefusal 400 `guard.invalid_pagination`
 */
function askedWindow({ url }: LogtoRequest): ListWindow {
  const page = Number(url.searchParams.get('page') ?? 1);
  const limit = Number(url.searchParams.get('page_size') ?? 20);
  if (page >= 1 && Number.isInteger(page) && limit >= 1 && limit <= 100 && Number.isInteger(limit)) {
    return { offset: (page - 1) * limit, limit };
  }
  throw new LogtoRefusal(400, 'guard.invalid_pagination', 'The pagination is invalid.');
}

/** The values of the `Link` headers: their addresses lack `/api`, so that nobody gets anywhere by following them. */
export function linkLines(request: LogtoRequest, total: number): string[] {
  const { offset, limit } = askedWindow(request);
  const page = offset / limit + 1;
  const last = Math.ceil(total / limit) || 1;
  const link = (target: number, relation: string): string => {
    const url = new URL(request.url);
    url.pathname = url.pathname.replace(/^\/api/, '');
    url.searchParams.set('page', String(target));
    return `<${url.href}>; rel="${relation}"`;
  };
  const lines = [link(1, 'first'), link(last, 'last')];
  if (page > 1) lines.push(link(page - 1, 'prev'));
  if (page < last) lines.push(link(page + 1, 'next'));
  return lines;
}
